/// The HTTP service: an endpoint that answers questions about images, a page to try it on, and what
/// operators need.
@org.jspecify.annotations.NullMarked
module dev.glimpse.http {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive dev.glimpse.runtime;
    requires io.javalin;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    // Apache HttpClient sets options of sockets by it, and does not say so.
    requires jdk.net;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.eclipse.jetty.ee10.servlet;
    requires org.eclipse.jetty.server;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.glimpse.http;
    exports dev.glimpse.http.access;
    exports dev.glimpse.http.fault;
    exports dev.glimpse.http.options;
}
