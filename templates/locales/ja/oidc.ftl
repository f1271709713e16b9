### Webサイトとの行き来で現れるページ。

bad-link-title = 受け付けられないリクエストです
bad-link-detail = 技術的な詳細（Webサイトの開発者向け）

sign-out-title = ログアウト
sign-out-ask = ログアウトしますか。
sign-out-asked = { $website } から、ログアウトの依頼を受けました。ログアウトしますか。
sign-out-hint = 続けてご利用になるときは、何も押さずにこのページを閉じてください。

signed-out-title = ログアウトしました
signed-out-text = ほかの方と共用している端末では、ブラウザもすべて閉じてください。
signed-out-frame = ほかのWebサイトのログアウト
signed-out-back = { $website } へ戻る

form-post-title = Webサイトへ戻ります
form-post-text = 自動的に進まないときは、ボタンを押してください。
form-post-continue = Webサイトへ進む
