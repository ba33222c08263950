use axum::Json;
use serde_json::Value;

use crate::vcenter::Vcenter;

/// An answer whose members that are not set have the form that is chosen for them.
pub(super) fn answer(vcenter: &Vcenter, mut value: Value) -> Json<Value> {
    if !vcenter.choices.unset_as_null {
        leave_out_null(&mut value);
    }
    Json(value)
}

fn leave_out_null(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(leave_out_null),
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(leave_out_null);
        }
        _ => {}
    }
}
