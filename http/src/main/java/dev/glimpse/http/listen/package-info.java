/// Where the server listens: threads, sockets, TLS.
///
/// In: [dev.glimpse.http.options.ListenOptions]. Out: a configured Jetty connector, or a
/// [dev.glimpse.http.fault.ServerStartException] that names what cannot be used. All of it runs on
/// the thread that starts the server.
package dev.glimpse.http.listen;
