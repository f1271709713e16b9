### パスワード再発行と、ご自身によるロック解除。

reissue-lead = パスワード再発行の手順をメールでご案内します。ユーザIDと、ご登録のメールアドレスを入力してください。
reissue-mail-hint = 端末情報に登録されているもの
reissue-sent-title = 受け付けました
reissue-sent-text = 入力内容が登録情報と一致する場合、パスワード再発行手順のご案内をメールでお送りします。
reissue-sent-next = メールに記載のアドレスを、このブラウザで{ $n }分以内に開いてください。
reissue-sent-hint = 届かないときは迷惑メールフォルダをご確認ください。それでも見つからないときは、入力内容が登録と異なる場合があります。
reissue-continue-lead = パスワードの再発行を続けます。「次へ」を押してください。
reissue-continue-hint = お心当たりがないときは、何も押さずにこのページを閉じてください。パスワードは変わりません。
reissue-question-lead = ご本人の確認のため、ご登録の秘密の質問を選び、その答えを入力してください。
second-proof-title = ご本人の確認
second-proof-lead = メールのほかに、もう1つの方法でご本人を確認します。次のいずれかをお選びください。
second-proof-recovery = リカバリーコードを使う
recovery-code-hint = 保管しているコードのうち、まだ使っていないものを1つ入力してください。
second-proof-certificate = 電子証明書を使う
second-proof-certificate-text = お客様の電子証明書を取り込んだ端末で、証明書を選んでください。
second-proof-certificate-continue = 電子証明書を選ぶ
second-proof-desk = サポート窓口に依頼する
second-proof-desk-text = どちらもお手元にないときは、ユーザIDをご用意のうえ、ご連絡ください。ご本人であることを確かめてから、お手続きいたします。
temporary-title = パスワードを再発行しました
temporary-lead = 次の仮パスワードを、書きとめるか印刷してください。
temporary-label = 仮パスワード
temporary-once = 表示は今回かぎりです。ページを開き直しても、もう一度は表示されません。
temporary-then = { $n }分以内に、ユーザIDとこのパスワードでログインしてください。続けて、新しいパスワードを決めていただきます。
temporary-ended = 安全のため、ログイン中のブラウザはすべてログアウトしました。
reissue-new-password-lead = これからのログインに使うパスワードを決めてください。
reissue-done-title-temporary-shown = 仮パスワードは表示済みです
reissue-done-text-temporary-shown = 仮パスワードは一度しか表示されません。書きとめられなかったときは、お手数ですが、再発行をはじめからお申し込みください。
reissue-done-title-changed = 新しいパスワードを登録しました
reissue-done-text-changed = 安全のため、ログイン中のブラウザはすべてログアウトしました。新しいパスワードでログインしてください。
reissue-to-website = ご利用のWebサイトを開き、ログインしてください。

release-title = アカウントロックの解除
release-lead = 次のユーザIDのロックを解除します。よろしければ「解除する」を押してください。
release-execute = 解除する
release-done-title = ロックを解除しました
release-done-text = 再びログインしていただけます。パスワードをお忘れのときは、ログイン画面から再発行をお申し込みください。
