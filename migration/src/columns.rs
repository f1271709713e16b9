//! Our column shapes, so that SQLite and PostgreSQL agree. Times are integers: milliseconds since 1970.

use sea_orm_migration::prelude::{
    Alias, ColumnDef, Index, IndexCreateStatement, Table, TableCreateStatement,
};

pub(crate) fn table(name: &str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

/// A table of a tenant: its first column is the tenant.
pub(crate) fn tenant_table(name: &str) -> TableCreateStatement {
    table(name).col(id("tenant_id")).to_owned()
}

pub(crate) fn id(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().not_null().to_owned()
}

pub(crate) fn id_or_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().null().to_owned()
}

pub(crate) fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

pub(crate) fn text_or_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().to_owned()
}

pub(crate) fn bytes(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().not_null().to_owned()
}

pub(crate) fn bytes_or_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().null().to_owned()
}

pub(crate) fn number(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().to_owned()
}

pub(crate) fn moment(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned()
}

pub(crate) fn moment_or_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().null().to_owned()
}

pub(crate) fn primary(columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create().primary().to_owned();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

pub(crate) fn unique(table: &str, columns: &[&str]) -> IndexCreateStatement {
    index(table, columns).unique().to_owned()
}

pub(crate) fn index(table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create()
        .name(format!("{table}_by_{}", columns.join("_")))
        .table(Alias::new(table))
        .to_owned();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}
