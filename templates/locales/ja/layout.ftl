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
