### 電子証明書を発行する認証局。

nav-authority = 認証局
nav-authority-lead = 利用者の電子証明書を発行する、このご契約だけの認証局です。最初の証明書を発行するときに作られ、期限の前に新しいものに替わります。
authority-all = 認証局の一覧
authority-key = 鍵の識別子
authority-issues = 発行に使用中
authority-former = 確認にだけ使用
authority-made = 作成日時
authority-fingerprint = SHA-256の指紋
authority-list = 失効リストのアドレス
authority-days = 発行する電子証明書の有効日数
authority-status = 失効の確認（OCSP）のアドレス
authority-certificate = 認証局の証明書
