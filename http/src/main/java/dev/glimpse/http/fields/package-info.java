/// Fields that requests of several endpoints have in common, each with its one way to be written.
///
/// In: values of JSON, or texts of forms' parts. Out: what the runtime takes, checked; a
/// [dev.glimpse.http.fault.RequestException] names the field otherwise. All is confined to the
/// request's virtual thread.
package dev.glimpse.http.fields;
