//! Pictures of pages have few colours: written with a palette of 256 they take a third of the room.

use std::collections::HashMap;
use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

type Colour = [u8; 3];

/// The same picture with the 256 colours that it has most of; others become the nearest of them.
pub(crate) fn small(picture: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new(Cursor::new(picture));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut bytes).unwrap();
    let samples = frame.color_type.samples();
    assert!(samples >= 3, "the browser takes pictures in colour");
    let pixels: Vec<Colour> =
        bytes[..frame.buffer_size()].chunks(samples).map(|one| [one[0], one[1], one[2]]).collect();
    let palette = palette(&pixels);
    let mut nearest: HashMap<Colour, u8> = HashMap::new();
    let indexed: Vec<u8> = pixels
        .iter()
        .map(|colour| *nearest.entry(*colour).or_insert_with(|| find(&palette, *colour)))
        .collect();
    let mut written = Vec::new();
    let mut encoder = Encoder::new(&mut written, frame.width, frame.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&indexed).unwrap();
    writer.finish().unwrap();
    written
}

fn palette(pixels: &[Colour]) -> Vec<Colour> {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for colour in pixels {
        *counts.entry(*colour).or_default() += 1;
    }
    let mut colours: Vec<_> = counts.into_iter().collect();
    // Equal counts in a fixed order: the same page makes the same file.
    colours.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    colours.into_iter().take(256).map(|(colour, _)| colour).collect()
}

fn find(palette: &[Colour], colour: Colour) -> u8 {
    let distance = |one: &Colour| -> u32 {
        one.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let best = (0..=u8::MAX).zip(palette).min_by_key(|(_, one)| distance(one));
    best.map_or(0, |(at, _)| at)
}
