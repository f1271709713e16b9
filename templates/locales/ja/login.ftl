### ログインの各画面。

login-title = ログイン
login-submit = ログイン
login-reissue = パスワードをお忘れの方（パスワード再発行）
login-account = アカウント管理

code-title = ワンタイムパスワードの入力
code-sent = ワンタイムパスワードを { $address } 宛てにメールでお送りしました。
code-reference = 照合番号
code-reference-hint = 件名に同じ照合番号があるメールをご覧ください。
code-hint = メールに記載された{ $digits }桁の数字
code-sent-concealed = ユーザIDとパスワードが正しいときは、ご登録のメールアドレスにワンタイムパスワードをお送りしました。
code-device-same = 直前と同じ送信先
code-device-next = 登録されている次の端末
code-back-title = ユーザIDやパスワードを入力し直すとき
code-back-hint = 安全のため、ユーザIDやパスワードに誤りがあっても、この画面に進みます。メールが届かないときは、入力し直してください。
code-back-submit = 入力し直す
code-again-title = メールが届かないとき
code-again-hint = 迷惑メールフォルダもご確認ください。再送信すると、先にお送りしたワンタイムパスワードは使えなくなります。
code-device = 送信先
code-again-wait = 再送信まで、あと{ $seconds }秒ほどお待ちください。
code-again-submit = 再送信

new-password-title = 新しいパスワードの設定
new-password-confirm-hint = 確認のため、同じパスワードをもう一度入力してください。
rules-title = パスワードの条件
rule-length = { $min }文字以上、{ $max }文字以下
rule-characters-half-width = 使える文字は、半角の英字、数字、記号
rule-classes = 次の文字をそれぞれ1文字以上含む：{ $list }
rule-not-current = 現在のパスワードと異なる
rule-not-former = 過去{ $n }回に使ったパスワードと異なる
rule-not-id = ユーザIDや、登録メールアドレスの@より前の部分を含まない
rule-not-common = 推測されやすいもの、流出が知られているものではない
class-digit = 数字
class-lower = 英小文字
class-upper = 英大文字
class-symbol = 記号
list-separator = 、

locked-title = アカウントロック
locked-reason-password-and-code = パスワードまたはワンタイムパスワードの入力誤りが続いたため、お客様の安全のためにアカウントをロックしました。
locked-until = { $until } を過ぎると、もう一度ログインをお試しいただけます。お急ぎのときは、サポート窓口へご連絡ください。
locked-for-good = ロックの解除が必要です。お手数ですが、ユーザIDをご用意のうえ、サポート窓口へご連絡ください。

consent-title = 情報提供の確認
consent-website = 提供先
consent-lead = このWebサイトに、お客様の次の情報をお渡しします。よろしければ「同意して進む」を押してください。
consent-accept = 同意して進む
scope-openid = お客様を識別するための番号
scope-profile = 氏名などの基本情報
scope-email = メールアドレス
scope-address = 住所
scope-phone = 電話番号
scope-offline_access = お客様がログインしていない間の、上記の情報の参照
scope-other = その他の情報（{ $name }）

ended-title-finished = このログインは終わっています
ended-title-expired = 有効期限が切れました
ended-title-other-browser = 別のブラウザで始めたログインです
ended-title-no-cookie = Cookieを利用できません
ended-title-no-method = このログイン方法はご利用いただけません
ended-restart-hint = 下のボタンを押すと、ログインをはじめからやり直せます。
ended-restart = ログインをやり直す
ended-continue-hint = Webサイトの画面が見つからないときは、下のボタンからお進みください。
ended-continue = 次へ進む

locked-reason-answers = 秘密の質問とその答えの入力誤りが続いたため、お客様の安全のためにアカウントをロックしました。
locked-release-sent = ご登録のメールアドレスに、ロックを解除するためのアドレスをお送りしました。
code-remember = このブラウザでは、{ $n }日間ワンタイムパスワードの入力を省略する
code-remember-hint = 共用の端末では選ばないでください。
notice-enrolled = 認証情報を登録しました。登録したパスワードでログインしてください。
notice-released = アカウントロックを解除しました。ログインしてください。
notice-password-reissued = 新しいパスワードを登録しました。このパスワードでログインしてください。

certificate-login-title = 電子証明書の確認
certificate-login-lead = この端末に登録されている電子証明書を確認します。次の画面でブラウザが証明書をたずねたら、お客様の証明書を選んでください。
certificate-continue = 電子証明書を選ぶ
certificate-again = もう一度電子証明書を選ぶ
certificate-help = 電子証明書を選べないとき
certificate-help-choose = 証明書の一覧が表示されたら、発行者がご利用のサービスになっているものを選んでください。
certificate-help-import = 一覧に表示されないときは、ダウンロードした証明書ファイルが、この端末に取り込まれているかご確認ください。
certificate-help-restart = 一覧が表示されないときは、ブラウザをすべて閉じ、開き直してからログインしてください。
certificate-help-desk = 電子証明書をなくしたとき、期限が切れたときは、サポート窓口へご連絡ください。
tried-title-signed-in = ログインの試行が終わりました
tried-title-refused = ログインの試行が終わりました
tried-title-gone = このログインの試行は終わっています
tried-signed-in = ログインできました。結果は、試行を始めた方に表示されます。この画面は閉じてかまいません。
tried-refused = ログインは成り立ちませんでした。結果は、試行を始めた方に表示されます。この画面は閉じてかまいません。
tried-gone = 期限が過ぎたか、すでに使われています。必要なときは、もう一度はじめから試行してください。
