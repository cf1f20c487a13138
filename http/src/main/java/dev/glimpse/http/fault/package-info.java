/// What this module throws.
///
/// [dev.glimpse.http.fault.ServiceException] is the sealed root. A
/// [dev.glimpse.http.fault.RequestException] is answered to the client; a
/// [dev.glimpse.http.fault.ServerStartException] reaches whoever starts the server. All are
/// immutable values.
package dev.glimpse.http.fault;
