### ご契約とその名前。

act-tenant-new = ご契約を追加
act-tenant-new-lead = 追加すると、発行者のアドレスと署名の鍵ができます。識別名は、あとから変えられません。
act-tenant-rename = 名前を変更
act-tenant-rename-lead = 名前は、ログイン画面、メールの件名と署名に出ます。
tenant-rename = 名前を変更
tenant-name = 名前
tenant-name-hint = 利用者が見る名前です。100文字までです。
tenant-slug-hint = アドレスに入る文字です。半角の英小文字、数字、ハイフンで、40文字までです。
preset-standard-is = 標準：いまの安全の基準に合わせた規則
preset-classic-is = 従来型：パスワードの期限、秘密の質問、窓口によるロックの解除がある規則
wrong-bad-slug = 識別名は、半角の英小文字、数字、ハイフンで、1～40文字にしてください。
wrong-slug-taken = この識別名は、すでに使われています。
act-look-logo = ロゴを変更
act-look-logo-lead = ログイン画面の上に出ます。画像を選ばずに送ると、いまの画像を外します。
act-look-seal = サイトシールの画像を変更
act-look-seal-lead = ログイン画面の下に出ます。画像を選ばずに送ると、いまの画像を外します。
look-file = 画像
look-file-hint = PNG、JPEG、WebPのいずれかで、100 KBまでです。
wrong-image-too-large = 画像は100 KBまでにしてください。
wrong-image-format = 画像は、PNG、JPEG、WebPのいずれかにしてください。
