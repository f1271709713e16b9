### ページの枠、入力欄、窓口など、どのページにも現れることば。

lang = ja
brand = 関所
title-error = エラー：{ $title }

skip-to-main = 本文へ移動
go-to = 「{ $label }」へ移動
languages = 表示言語
menu = メニュー
terms = 利用規約
privacy = プライバシーポリシー
host-line = このページは { $host } です

desk = サポート窓口
desk-telephone = 電話
desk-hours = 受付時間
desk-address = 連絡先
desk-of-website = ご利用のWebサイトを運営する会社のサポート窓口へご連絡ください。
place-website = ログイン先
place-home = { $host } を開く
place-policy = このWebサイトのプライバシーポリシー
place-terms = このWebサイトの利用規約

field-required = ※必須
field-username = ユーザID
field-password = パスワード
field-code = ワンタイムパスワード
field-new-password = 新しいパスワード
field-new-password-confirm = 新しいパスワード(確認)

register = 登録
cancel = キャンセル
logout = ログアウト
nothing = なし
back-to-website = お手数ですが、ご利用のWebサイトに戻り、もう一度はじめからお試しください。解決しないときは、サポート窓口へお問い合わせください。

trail = 手続きの流れ
choose = 選択してください
next = 次へ
back = 戻る
send = 送信
confirm = 確認
change = 変更
add = 追加
delete = 削除
execute = 実行
to-login = ログインへ進む
required-somewhere = 未入力の項目があります。すべての項目を入力してください。
required-choice = { $field }を選んでください。
seal-alt = 運営会社のマーク
seal-text = { $owner } が掲示しているマークです。
field-password-confirm = パスワード確認
field-current-password = 現在のパスワード
field-changed-password = 変更後のパスワード
field-changed-password-confirm = 変更後のパスワード確認
field-question = 秘密の質問
field-answer = 秘密の質問答え
field-mail = メールアドレス
field-mail-confirm = メールアドレス確認
field-kind = 端末種別
field-device-code = 確認コード
field-recovery-code = リカバリーコード
field-csr = 証明書署名要求
mail-confirm-hint = 確認のため、同じメールアドレスをもう一度入力してください。
answer-hint = ほかの方には推測できない、ご自身が忘れない答えをご登録ください。

trail-first-proof = 初回認証
trail-enrol = 認証情報登録
trail-enrol-done = 認証情報登録完了
trail-device = 端末登録
trail-device-confirm = 端末登録確認
trail-device-done = 端末登録完了
trail-password = パスワード変更
trail-password-done = パスワード変更完了
trail-question = 秘密の質問・答え変更
trail-method = ログイン方法の選択
trail-confirm = 確認
trail-done = 完了
trail-reissue-guide = パスワード再発行案内
trail-reissue-guide-done = パスワード再発行案内完了
trail-reissue = パスワード再発行
trail-reissue-done = パスワード再発行完了
