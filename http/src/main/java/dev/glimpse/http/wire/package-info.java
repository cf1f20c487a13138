/// HTTP as every endpoint speaks it: bodies in, replies, errors and events out.
///
/// In: a servlet request. Out: bytes, JSON fields checked one by one, or form parts; replies and
/// server-sent events. Nothing here knows a model. A request is handled on one virtual thread from
/// begin to end; only [dev.glimpse.http.wire.ClientWatch] is called from Jetty's selector thread,
/// where it may do no more than set a flag.
package dev.glimpse.http.wire;
