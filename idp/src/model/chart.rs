//! Charts: where the bars of counts stand. Whole numbers only, so that a drawing is the same everywhere.

use serde::Serialize;

/// The drawing's own units.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub width: u64,
    pub height: u64,
    /// Room for the numbers on the left, and for the days below.
    pub left: u64,
    pub below: u64,
}

/// One part of a day's bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
    /// Which series it belongs to, counted from one.
    pub series: usize,
}

/// A line across the drawing, and the count that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub y: u64,
    pub count: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawing {
    pub bars: Vec<Bar>,
    pub lines: Vec<Line>,
    /// The middle of every day, for what is written below.
    pub middles: Vec<u64>,
}

/// Draws days side by side, the counts of each on top of one another, all to one scale.
pub fn stacked(days: &[Vec<u64>], area: Area) -> Drawing {
    let tallest = days.iter().map(|day| day.iter().sum()).max().unwrap_or(0);
    let top = round_up(tallest);
    let floor = area.height.saturating_sub(area.below);
    let across = area.width.saturating_sub(area.left);
    let slot = across / u64::try_from(days.len()).unwrap_or(1).max(1);
    let high = |count: u64| floor.saturating_mul(count) / top;
    let (mut bars, mut middles) = (Vec::new(), Vec::new());
    for (number, day) in (0_u64..).zip(days) {
        let x = area.left + slot * number;
        middles.push(x + slot / 2);
        let mut below = 0;
        for (series, count) in (1..).zip(day) {
            // What is there is seen, however little it is.
            let height = high(below + count) - high(below);
            if *count > 0 {
                let y = floor - high(below + count);
                let (y, height) = if height == 0 { (y.saturating_sub(1), 1) } else { (y, height) };
                bars.push(Bar { x: x + slot / 8, y, width: slot - slot / 4, height, series });
            }
            below += count;
        }
    }
    let line = |count: u64| Line { y: floor - high(count), count };
    let lines =
        if top > 1 { vec![line(0), line(top / 2), line(top)] } else { vec![line(0), line(top)] };
    Drawing { bars, lines, middles }
}

/// The next of 1, 2, 4, 10, 20, 40, 100 … : halves of it are whole numbers too.
fn round_up(count: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for step in [1, 2, 4] {
            let mark = unit.saturating_mul(step);
            if count <= mark || mark == u64::MAX {
                return mark;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { width: 108, height: 120, left: 8, below: 20 };

    #[test]
    fn bars_stand_on_one_another_and_to_one_scale() {
        let drawing = stacked(&[vec![1, 2], vec![0, 4]], AREA);
        let bar = |x, y, height, series| Bar { x, y, width: 38, height, series };
        assert_eq!(drawing.bars, [bar(14, 75, 25, 1), bar(14, 25, 50, 2), bar(64, 0, 100, 2)]);
        assert_eq!(drawing.middles, [33, 83]);
        let marks: Vec<_> = drawing.lines.iter().map(|line| (line.count, line.y)).collect();
        assert_eq!(marks, [(0, 100), (2, 50), (4, 0)]);
    }

    #[test]
    fn nothing_is_drawn_of_nothing_and_the_least_is_seen() {
        assert_eq!(stacked(&[vec![0], vec![0]], AREA).bars, []);
        assert_eq!(stacked(&[], AREA).middles, Vec::<u64>::new());
        let drawing = stacked(&[vec![1], vec![40_000]], AREA);
        assert_eq!(drawing.bars[0].height, 1);
    }

    #[test]
    fn the_scale_is_round() {
        let round: Vec<_> = [0, 1, 3, 5, 11, 40, 41, 999].into_iter().map(round_up).collect();
        assert_eq!(round, [1, 1, 4, 10, 20, 40, 100, 1000]);
    }
}
