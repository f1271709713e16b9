# 利用者の取り込みで、受け付けられない行の理由。

import-encoding = 文字コードが正しくありません
import-quotes = 引用符の位置が正しくありません
import-cells = 列の数が見出しと違います(見出し{ $wanted }列、この行{ $found }列)
import-no-user-id = ユーザIDがありません
import-user-id = ユーザIDに使えない文字があるか、長すぎます
import-twice = 同じユーザIDが{ $line }行目にもあります
import-login-method = ログイン方法が正しくありません
import-method-not-allowed = このログイン方法は、ご契約の設定では使えません
import-certificate-not-available = 電子証明書によるログインは、この環境では使えません
import-needs-address = このログイン方法にはメールアドレスが必要です
import-too-many-addresses = メールアドレスは{ $most }件までです
import-address = { $column }がメールアドレスではありません
import-address-twice = { $column }が、同じ利用者のほかのメールアドレスと同じです
import-kind-without-address = { $column }に対するメールアドレスがありません
import-kind = { $column }が正しくありません
import-claim = { $column }の値が正しくありません
import-unknown-hash = パスワードハッシュの形式が正しくありません
import-costly-hash = パスワードハッシュの計算量が、受け付けられる範囲にありません
