package dev.glimpse.http.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// A route with what clients may know of it.
///
/// @param path as Javalin and OpenAPI write it: `/v1/models/{model}`
public record Route(HandlerType method, String path, Handler handler, Operation operation) {

    public static Route get(String path, Handler handler, Operation operation) {
        return new Route(HandlerType.GET, path, handler, operation);
    }

    public static Route post(String path, Handler handler, Operation operation) {
        return new Route(HandlerType.POST, path, handler, operation);
    }

    public void addTo(RoutesConfig routes) {
        routes.addHttpHandler(method, path, handler);
    }
}
