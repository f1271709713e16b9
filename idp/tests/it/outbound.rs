//! The real caller of other servers, against sockets of this machine (SS).

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use idp::outbound::guard::Allowed;
use idp::outbound::guarded::Guarded;
use idp::outbound::{Call, NotReached, Outbound};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// A server that says the same bytes to everybody, `drip` at a time, and counts who came.
async fn server(answer: Vec<u8>, drip: usize) -> (SocketAddr, tokio::sync::watch::Receiver<u32>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (count, counted) = tokio::sync::watch::channel(0);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.send_modify(|count| *count += 1);
            tokio::spawn(say(stream, answer.clone(), drip));
        }
    });
    (address, counted)
}

async fn say(mut stream: TcpStream, answer: Vec<u8>, drip: usize) {
    let mut asked = [0; 4_096];
    let _ = stream.read(&mut asked).await;
    for part in answer.chunks(drip) {
        if stream.write_all(part).await.is_err() {
            return;
        }
        if drip < 100 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

fn get(url: &str) -> Call {
    Call::Get { url: Url::parse(url).unwrap(), accept: "application/json" }
}

fn caller(places: &[String]) -> Guarded {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Guarded::new(Allowed { places: places.to_vec(), ..Allowed::default() }, None).unwrap()
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes()
}

#[tokio::test]
async fn a_named_place_is_called_and_its_answer_read() {
    let headers =
        "content-type: Application/JSON; charset=utf-8\r\ncache-control: public, max-age=60\r\n";
    let (address, _) = server(http("200 OK", headers, "{}"), 4_096).await;
    let answer = caller(&[address.to_string()]).call(get(&format!("http://{address}/"))).await;
    let answer = answer.unwrap();
    assert_eq!((answer.status, answer.media_type.as_str()), (200, "application/json"));
    assert_eq!(answer.body, b"{}");
    assert_eq!(answer.fresh_for, Some(Duration::from_mins(1)));
}

// SS-01: hits 0.
#[tokio::test]
async fn a_private_address_is_not_even_connected_to() {
    let (address, counted) = server(http("200 OK", "", "secret"), 4_096).await;
    let caller = caller(&[]);
    let port = address.port();
    for url in [
        format!("http://127.0.0.1:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
    ] {
        assert_eq!(caller.call(get(&url)).await, Err(NotReached::Forbidden), "{url}");
    }
    assert_eq!(*counted.borrow(), 0);
}

// SS-07: a name that leads to this machine is not followed there, whatever it is called.
#[tokio::test]
async fn a_name_that_leads_home_is_not_connected_to() {
    let (address, counted) = server(http("200 OK", "", "secret"), 4_096).await;
    let places = [format!("elsewhere.example:{}", address.port())];
    let this_machine = Allowed { places: places.to_vec(), ..Allowed::default() };
    assert!(!this_machine.permits_address("localhost", Ipv4Addr::LOCALHOST.into()));
    let call = get(&format!("http://localhost:{}/", address.port()));
    assert_eq!(caller(&places).call(call).await, Err(NotReached::Forbidden));
    assert_eq!(*counted.borrow(), 0);
}

// SS-06
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (inner, counted) = server(http("200 OK", "", "secret"), 4_096).await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let headers = format!("location: http://{inner}/\r\n");
        let (outer, _) = server(http(status, &headers, ""), 4_096).await;
        let places = [outer.to_string(), inner.to_string()];
        let answer = caller(&places).call(get(&format!("http://{outer}/"))).await.unwrap();
        assert!(!answer.is_success(), "{status}");
    }
    assert_eq!(*counted.borrow(), 0);
}

// SS-11
#[tokio::test]
async fn a_slow_or_endless_answer_is_cut() {
    let large = "x".repeat(1024 * 1024 + 1);
    let (address, _) = server(http("200 OK", "", &large), 65_536).await;
    let answer = caller(&[address.to_string()]).call(get(&format!("http://{address}/"))).await;
    assert_eq!(answer, Err(NotReached::TooLarge));

    let (address, _) = server(http("200 OK", "", &"x".repeat(100)), 1).await;
    let began = Instant::now();
    let answer = caller(&[address.to_string()]).call(get(&format!("http://{address}/"))).await;
    assert_eq!(answer, Err(NotReached::TooSlow));
    assert!(began.elapsed() < Duration::from_secs(7));
}

// SS-11: what is packed stays packed, and is therefore not the JSON that somebody waits for.
#[tokio::test]
async fn nothing_is_unpacked() {
    let (address, _) = server(http("200 OK", "content-encoding: gzip\r\n", "packed"), 4_096).await;
    let answer = caller(&[address.to_string()]).call(get(&format!("http://{address}/"))).await;
    assert_eq!(answer.unwrap().body, b"packed");
}
