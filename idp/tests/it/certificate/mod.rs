//! Client certificates: logging in by one, having one, and what the world may read of them.

mod account;
mod csr;
mod desk;
mod life;
mod login;
mod proxy;
mod publish;
mod refused;
mod remind;
mod sessions;
