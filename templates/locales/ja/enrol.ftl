### 初回のご利用。ワンタイムパスワードで始め、認証情報を登録する。

enrol-code-lead = ログインに使う認証情報の登録を始めます。ご案内したワンタイムパスワードを入力し、「次へ」を押してください。
enrol-code-hint = 登録用アドレスとは別に、メールや書面でお届けしています。
enrol-lead = これからのログインに使うパスワードを決めてください。
enrol-lead-question = パスワードを忘れたときにご本人を確認するための、秘密の質問と答えもご登録ください。
enrol-done-title = 認証情報を登録しました
enrol-replaced = ボタンが続けて押されたため、新しく作り直したものを表示しています。先に表示されたものは使えません。
enrol-done-text = 次回から、ユーザIDと登録したパスワードでログインしていただけます。
enrol-certificate-title = 電子証明書（端末No { $number }）
enrol-onward = Webサイトのご利用
enrol-to-website = { $website } へ進む
enrol-to-your-website = ご利用のWebサイトを開き、ログインしてください。

link-title-used = このアドレスは使用済みです
link-title-expired = このアドレスは有効期限が切れています
link-title-superseded = 新しいアドレスをお送りしています
link-title-closed = 受付を終了しました
link-title-unknown = アドレスを確認できません
link-title-other-browser = お申し込みのときと異なるブラウザです
link-other-browser = 安全のため、お申し込みに使ったブラウザでのみ続けられます。そのブラウザでアドレスを開いてください。
link-next-enrolment = 登録を続けるには、新しいご案内が必要です。サポート窓口へご連絡ください。
link-next-reissue = パスワードの再発行をご希望のときは、はじめからお申し込みください。
link-next-method-undo = ログイン方法について気になることがあるときは、サポート窓口へご連絡ください。
link-next-release = ロックの解除が必要なときは、サポート窓口へご連絡ください。
link-next-used-enrolment = すでに登録がお済みの場合は、そのままログインしていただけます。お心当たりがないときは、サポート窓口へご連絡ください。
link-next-used-reissue = 新しいパスワードを登録された場合は、そのままログインしていただけます。お心当たりがないときは、サポート窓口へご連絡ください。
link-next-used-method-undo = ログイン方法は、すでに元に戻っています。お心当たりがないときは、サポート窓口へご連絡ください。
link-next-used-release = ロックはすでに解除されています。そのままログインしていただけます。
link-restart-enrolment = 認証情報登録を始める
link-restart-reissue = パスワード再発行を申し込む
link-restart-method-undo = アカウント管理を開く
link-restart-release = ログインへ進む
