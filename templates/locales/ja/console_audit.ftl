### 操作の記録。

nav-audit = 操作の記録
nav-audit-lead = だれが、いつ、何をしたかの記録です。新しい順に並びます。記録は鎖のようにつながっていて、書き換えや削除は検証で分かります。
audit-verify = 記録を検証
audit-export = 書き出し（JSON Lines）
audit-at = 日時
audit-actor = 操作した方
audit-action = 操作
audit-subject = 対象
audit-details = 内容
audit-events = 記録
audit-ask-action = 操作（前方一致）
audit-ask-actor = 操作した方
audit-ask-subject = 対象
audit-ask-from = 開始日（年-月-日）
audit-ask-until = 終了日（年-月-日）
audit-holds = 記録に、書き換えや削除のあとはありません。
audit-broken = { $number }番の記録から、つながりが合いません。書き換えまたは削除のおそれがあります。
audit-known = 下の番号と値を別の場所に控えておくと、あとで全体が差し替えられていないことも確かめられます。
audit-number = 確かめられた最後の番号
audit-link = その値
audit-waiting = 封印を待つ記録
audit-late = 待ち時間が長すぎる記録
audit-bad-day = 日付を読み取れませんでした。2026-11-23 のように入力してください。読み取れなかった日付は、条件に使っていません。
