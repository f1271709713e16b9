### アカウント管理サイト。

account-title = アカウント管理
account-method = ログイン方法
account-previous-login = 前回ログイン日時
account-devices = 端末情報
account-devices-caption = メールアドレスは一部を伏せて表示しています。
account-no-devices = 登録された端末はありません。
account-device-number = 端末No
account-device-kind = 端末種別
account-device-address = メールアドレス

method-password = IDパスワード
method-password-otp = IDパスワード+ワンタイムパスワード
method-password-certificate = IDパスワード+電子証明書
kind-pc = パソコン
kind-mobile = 携帯電話
kind-smartphone = スマートフォン
