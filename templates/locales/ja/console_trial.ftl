### ログインを試す。

client-try = ログインを試す
client-try-again = もう一度試す
client-website = Webサイトを開く
client-back = Webサイトの設定に戻る
act-client-try = ログインを試す
act-client-try-lead = お使いのブラウザで、このWebサイトのログインを実際に行います。最後に、Webサイトへ伝わる内容を表示します。Webサイトには何も渡しません。
trial-scope = 求める範囲（scope）
trial-scope-hint = 空白で区切って書きます。このWebサイトに許された範囲だけを使えます。
trial-begun = 始めた日時
trial-waiting = まだ終わっていません。別の画面でログインを済ませてから、この画面を読み込み直してください。
trial-expired = ログインされないまま、30分の期限が過ぎました。
trial-signed-in = ログインできました。Webサイトには、下の内容が伝わります。このログインでは、許可コードもトークンも発行していません。
trial-refused = ログインは成り立ちませんでした。Webサイトには、下のエラーが伝わります。
trial-error = エラー
trial-answer-to = 戻り先
trial-id-token = IDトークンの内容
trial-userinfo = UserInfoの応答
wrong-trial-no-login = この種類のWebサイトには、人がログインする画面がありません。
wrong-trial-disabled = このWebサイトは停止しています。
wrong-trial-scope = この範囲は求められません。openid を含め、このWebサイトに許された範囲を書いてください。
