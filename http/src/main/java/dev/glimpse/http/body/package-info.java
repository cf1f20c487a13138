/// Bodies of requests as lists of fields, each defined once: its name, its meaning, how JSON and
/// forms write it, and how it is read.
///
/// In: a body's bytes and a [dev.glimpse.http.body.BodyShape]. Out:
/// [dev.glimpse.http.body.BodyFields], which give typed values; a
/// [dev.glimpse.http.fault.RequestException] names what is wrong. The same definitions describe the
/// body to clients, as JSON Schema. Values are confined to the request's virtual thread,
/// definitions are immutable.
package dev.glimpse.http.body;
