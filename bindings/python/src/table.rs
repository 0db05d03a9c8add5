//! A table of Arrow, as pandas, polars and pyarrow take it without copying.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, UInt32Builder};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, StructArray, TimestampNanosecondArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

use crate::errors;

/// A table: columns by their names, all of one length.
#[pyclass(module = "practice_cycle", frozen)]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<Table of {} rows: {}>", self.__len__(), self.columns().join(", "))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let rows = Field::new_struct("", self.schema.fields().clone(), false);
        let batches = self.batches.clone().into_iter();
        let arrays = batches.map(|batch| Ok(Arc::new(StructArray::from(batch)) as ArrayRef));
        Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, Arc::new(rows))), requested_schema)?)
    }
}

impl Table {
    /// A table of columns.
    pub(crate) fn of(columns: Vec<Column>) -> PyResult<Self> {
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().map(|it| (it.field, it.array)).unzip();
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(errors::ours)?;
        Ok(Self { schema, batches: vec![batch] })
    }

    /// A table of batches of the same columns.
    pub(crate) fn of_batches(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

/// A column by its name.
pub(crate) struct Column {
    field: Field,
    array: ArrayRef,
}

impl Column {
    fn new(name: &str, kind: DataType, nullable: bool, array: ArrayRef) -> Self {
        Self { field: Field::new(name, kind, nullable), array }
    }

    /// Texts that are always there.
    pub(crate) fn texts<'t>(name: &str, values: impl Iterator<Item = &'t str>) -> Self {
        // It has to know beforehand how many there are.
        let values: Vec<&str> = values.collect();
        Self::new(name, DataType::Utf8, false, Arc::new(StringArray::from_iter_values(values)))
    }

    /// Texts that may be missing.
    pub(crate) fn some_texts(name: &str, values: impl Iterator<Item = Option<impl AsRef<str>>>) -> Self {
        Self::new(name, DataType::Utf8, true, Arc::new(StringArray::from_iter(values)))
    }

    /// Instants that may be missing, in UTC.
    pub(crate) fn times(name: &str, values: impl Iterator<Item = Option<Moment>>) -> Self {
        // Every instant that can be told fits.
        let nanos = values.map(|at| at.and_then(|at| at.to_utc().timestamp_nanos_opt()));
        let array = TimestampNanosecondArray::from_iter(nanos).with_timezone("UTC");
        Self::new(name, DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())), true, Arc::new(array))
    }

    /// Counts that may be missing.
    pub(crate) fn counts(name: &str, values: impl Iterator<Item = Option<u64>>) -> Self {
        Self::new(name, DataType::UInt64, true, Arc::new(UInt64Array::from_iter(values)))
    }

    /// Numbers that may be missing.
    pub(crate) fn numbers(name: &str, values: impl Iterator<Item = Option<f64>>) -> Self {
        Self::new(name, DataType::Float64, true, Arc::new(Float64Array::from_iter(values)))
    }

    /// The numbers of entries.
    pub(crate) fn entries<'e>(name: &str, values: impl Iterator<Item = &'e [EntryNumber]>) -> Self {
        let item = Arc::new(Field::new("item", DataType::UInt32, false));
        let mut lists = ListBuilder::new(UInt32Builder::new()).with_field(Arc::clone(&item));
        for entries in values {
            for entry in entries {
                lists.values().append_value(entry.get());
            }
            lists.append(true);
        }
        Self::new(name, DataType::List(item), false, Arc::new(lists.finish()))
    }
}
