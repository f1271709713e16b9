### 体験環境のページ。

start-title = 関所の体験環境
start-lead = このコンピュータの中だけで動く、お試し用の環境です。次の順にお試しください。
start-website = 見本のWebサイト
start-website-hint = を開き、ログインを始めます。
start-user-hint = 下の表からユーザIDとパスワードを選んで入力します。
start-mailbox = メールボックス
start-mailbox-hint = に届いたワンタイムパスワードを入力します。
start-slug = 契約の識別名
start-preset = ご契約内容
start-issuer = 発行者
start-account = アカウント管理
start-users = ご利用者の一覧
start-state = 状態
preset-standard = 標準
preset-classic = 従来型

state-active = 利用中
state-to-enrol = 登録待ち
state-expired = 期限切れ
state-reset = 要パスワード変更（管理者が再設定）
state-temporary = 要パスワード変更（仮パスワード）
state-locked = ロック中
state-disabled = 停止中

mailbox-title = メールボックス
mailbox-lead = 体験環境から送られるはずのメールを、新しい順に表示しています。
mailbox-empty = メールはまだありません。
mailbox-to = 宛先
mailbox-at = 日時
mailbox-code = ワンタイムパスワード
mailbox-text = 本文を表示
