### テレビなど、ブラウザのない機器からのログイン。

activate-title = 機器でのログイン
activate-lead = ログインしたい機器の画面に表示されているコードを入力してください。
activate-hint = 英字8文字。大文字と小文字、ハイフンの有無は問いません。
field-user-code = 機器に表示されたコード
activate-confirm-title = 機器でのログインの確認
activate-website = アプリケーション
activate-confirm-lead = この機器でのログインを許可しますか。お手元の機器の画面に、同じコードが表示されていることをご確認ください。
activate-scopes = 許可すると、次の情報をお渡しします。
activate-warning = コードを電話やメールで知らされたときや、ご自身の機器でないときは、許可しないでください。
activate-accept = 許可する
activate-deny = 許可しない
activate-approved-title = ログインを許可しました
activate-approved-text = 機器の画面（{ $website }）にお戻りください。この画面は閉じてかまいません。
activate-denied-title = ログインを許可しませんでした
activate-denied-text = { $website } には何もお渡ししていません。この画面は閉じてかまいません。
