### アカウント管理サイト。

account-title = アカウント管理
account-method = ログイン方法
account-previous-login = 前回ログイン日時
account-devices = 端末情報
account-devices-caption = メールアドレスは一部を伏せて表示しています。
account-no-devices = 登録された端末はありません。
account-device-number = 端末No
account-device-kind = 端末種別
account-device-address = メールアドレス

method-password = IDパスワード
method-password-otp = IDパスワード+ワンタイムパスワード
method-password-certificate = IDパスワード+電子証明書
kind-pc = パソコン
kind-mobile = 携帯電話
kind-smartphone = スマートフォン

account-certificate-expires = 電子証明書有効期限
method-before = ログイン方法変更前
method-after = ログイン方法変更後
history-address = アクセス元IP
history-browser = ブラウザ

menu-account = アカウント管理
menu-password = パスワード変更
menu-question = 秘密の質問・答え変更
menu-history = ログイン履歴閲覧
menu-method = ログイン方法の変更
menu-websites = 連携中のWebサイト
menu-browsers = ログイン中のブラウザ
menu-recovery = リカバリーコード
menu-data = 登録情報のダウンロード

notice-device-added = 端末を追加しました。
notice-device-changed = 端末情報を変更しました。
notice-device-deleted = 端末を削除しました。
notice-password-changed = パスワードを変更しました。
notice-question-changed = 秘密の質問と答えを変更しました。
notice-method-changed = ログイン方法を変更しました。
notice-certificate-revoked = 電子証明書を失効させました。
notice-certificate-renewed = 電子証明書を更新しました。
notice-recovery-made = 新しいリカバリーコードを発行しました。
notice-undone = ログイン方法を元に戻しました。

account-download-password = 証明書ダウンロード用パスワード
account-actions = 操作
account-hidden = 非表示
account-show-passwords = ダウンロード用パスワードを表示する
account-add-hint = 「追加」を押すと、ワンタイムパスワードを受け取るメールアドレスを新しく登録できます。
account-add-hint-certificate = 「追加」を押すと、新しい端末のメールアドレスを登録し、電子証明書を発行できます。
account-back = アカウント管理へ戻る

password-lead = 現在のパスワードと、新しく使うパスワードを入力してください。
password-done-text = 次回のログインから、新しいパスワードをお使いください。
current-password-wrong = 現在のパスワードが正しくありません。
sessions-ended = 安全のため、ほかのブラウザでのログイン（{ $n }件）を終了しました。
question-lead = パスワードを忘れたときに、ご本人を確認するためのものです。新しい質問を選び、答えを入力してください。
question-done-title = 秘密の質問と答えを変更しました
question-done-text = 次にパスワードの再発行が必要になったときは、新しい質問と答えをお使いください。

device-add-title = 端末の追加
device-change-title = 端末情報の変更
device-lead = この端末で受け取れるメールアドレスを入力し、端末の種別を選んでください。
device-lead-certificate-add = 登録が終わったら、この端末の電子証明書をアカウント管理から発行できます。
device-lead-certificate-change = 電子証明書は、そのままお使いいただけます。
device-changing = 現在のメールアドレス
device-confirm-lead = 次の内容で登録します。誤りがないかご確認ください。
device-confirm-next = 「登録」を押すと、このメールアドレスに確認コードをお送りします。
certificate = 電子証明書
device-certificate-issued-then = 登録の完了後に発行できます
device-code-title = メールアドレスの確認
device-code-sent = 次のメールアドレスに確認コードをお送りしました。入力されると、登録が完了します。
device-code-again-hint = メールアドレスに誤りがないか、迷惑メールフォルダに入っていないかをご確認ください。再送信すると、先にお送りした確認コードは使えなくなります。
device-code-cancel = 登録をやめる
device-code-mismatch = 確認コードが一致しません。最新のメール（照合番号 { $reference }）をご確認ください。
device-code-expired = 確認コードの有効期限が切れました。「再送信」を押して、新しいものをお受け取りください。
device-code-exhausted = 入力誤りが続いたため、この確認コードは使えなくなりました。「再送信」を押して、新しいものをお受け取りください。
device-add-done-title = 端末を登録しました
device-change-done-title = 端末情報を変更しました
device-done-text = ほかの端末のメールアドレスにも、お知らせをお送りしました。
device-done-certificate = 電子証明書は、アカウント管理の「{ certificate-renew }」から発行してください。
device-delete-title = 端末の削除
device-delete-lead = 次の端末を削除します。削除すると、元には戻せません。
device-delete-certificate = 電子証明書は直ちに失効し、この端末ではログインできなくなります。
delete-execute = 削除する

history-lead = { $span }のログインの記録です。新しいものから順に並んでいます。
history-range = { $from } ~ { $to } / { $total }件
history-page = { $page } / { $pages } ページ
history-pages = ページの切り替え
history-previous = 前のページ
history-next = 次のページ
history-at = 日時
history-result = ログイン結果
history-device = 端末
history-website = Webサイト
history-empty = この期間のログインはありません。
history-csv = 履歴をダウンロードする（CSV形式）
history-not-me = お心当たりのないログインがあるとき

not-me-title = お心当たりのないログイン
not-me-lead = ほかの方がログインしたおそれがあるときは、次の手続きをまとめて行えます。
not-me-sessions = ログイン中のブラウザを、このブラウザも含めてすべてログアウトします。
not-me-password = 次のログインのときに、新しいパスワードを決めていただきます。
not-me-desk = サポート窓口にお知らせします。
not-me-execute = すべてログアウトして知らせる
not-me-done-title = すべてログアウトしました
not-me-done-text = サポート窓口にお知らせしました。次のログインのときに、新しいパスワードをお決めください。
not-me-done-next = お急ぎのとき、ご不明な点があるときは、サポート窓口へご連絡ください。

method-current = 現在のログイン方法
method-lead = これから使うログイン方法を選び、「次へ」を押してください。
method-no-device = この方法には、端末の登録が必要です。先にアカウント管理で端末を追加してください。
method-confirm-title = ログイン方法の確認
method-confirm-lead = 「実行」を押すと、ログイン方法が変わり、認証情報が新しく発行されます。
method-downward = 変更後は、ログインのときの確認が1つ減ります。変更のお知らせは、ご登録のメールアドレスへお送りします。お知らせのアドレスから、24時間以内なら元に戻せます。
method-done-title = ログイン方法を変更しました
method-done-text = 次回のログインから、新しい方法をお使いください。
method-done-certificates = 次のログインから電子証明書が必要です。アカウント管理の「{ certificate-renew }」から端末ごとに発行し、ダウンロードして、各端末に取り込んでください。
method-undo-title = ログイン方法を元に戻す
method-undo-lead = 変更されたログイン方法を取り消し、以前の方法に戻します。
method-now = 現在のログイン方法
method-then = 元に戻したあと
method-undo-hint = ログイン中のブラウザは、すべてログアウトします。
method-undo-execute = 元に戻す
method-undone-title = ログイン方法を元に戻しました
method-undone-text = ログイン中のブラウザはすべてログアウトしました。
method-undone-next = 変更にお心当たりがないときは、パスワードが知られているおそれがあります。サポート窓口へご連絡ください。

websites-lead = お客様の情報の提供に同意されたWebサイトです。同意は、いつでも取り消せます。
websites-shared = 提供する情報
websites-agreed = 同意した日時
websites-revoke = 同意を取り消す
websites-none = 同意されているWebサイトはありません。

browsers-lead = お客様のユーザIDでログインしているブラウザです。お心当たりのないものは、ログアウトさせてください。
browsers-this = 現在ご利用中
browsers-since = 開始日時
browsers-last-seen = 最終利用日時
browsers-until = 終了日時
browsers-end = ログアウトさせる
browsers-end-others = ほかのブラウザをすべてログアウトさせる
browsers-remembered = 入力を省略するブラウザ
browsers-remembered-lead = ワンタイムパスワードの入力を省略しているブラウザです。
browsers-forget = 省略をやめる

recovery-lead = ほかの方法でご本人を確認できなくなったときに使うコードです。1つのコードは一度だけ使えます。
recovery-left = 残りの数
recovery-left-number = { $n }個
recovery-made = 発行日時
recovery-make = 新しいリカバリーコードを発行する
recovery-make-hint = 新しく発行すると、これまでのコードはすべて使えなくなります。
recovery-new-title = リカバリーコード
recovery-codes-lead = 次のコードを印刷するか、書きとめてください。表示は今回かぎりです。
recovery-codes-keep = パスワードとは別の、安全な場所に保管してください。
recovery-done = 保管しました

data-lead = お客様について保管している情報を、1つのファイルにまとめてダウンロードできます。
data-without = パスワード、秘密の質問の答え、ワンタイムパスワードは含まれません。
data-download = ダウンロードする

history-span-days = 直近{ $n }日間
history-span-months = 直近{ $n }ヶ月
browser-unknown = 不明
outcome-signed-in = ログイン成功
outcome-wrong-password = 失敗（パスワードの誤り）
outcome-wrong-code = 失敗（ワンタイムパスワードの誤り）
outcome-wrong-answer = 失敗（秘密の質問の答えの誤り）
outcome-wrong-recovery-code = 失敗（リカバリーコードの誤り）
outcome-wrong-certificate = 失敗（電子証明書が使えません）
outcome-locked = 失敗（誤りが続いたため、アカウントをロック）
outcome-refused-while-locked = 失敗（アカウントロック中）
