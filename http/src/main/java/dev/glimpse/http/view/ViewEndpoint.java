package dev.glimpse.http.view;

import dev.glimpse.http.body.BodyShape;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fields.ImageFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.vision.ImageView;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/images/view`. Thread-safe: its fields are.
public final class ViewEndpoint implements Handler {
    /// All fields.
    static final BodyShape SHAPE =
            new BodyShape(
                    Stream.concat(
                                    ImageFields.ONLY_ONE.stream(),
                                    Stream.of(ImageOptionFields.SLICING))
                            .<Field<?>>map(field -> field)
                            .toList(),
                    List.of("image"));

    private final ServedModel model;
    private final ImageFields images;

    /// An endpoint of a model.
    public ViewEndpoint(ServedModel model) {
        this.model = model;
        this.images = new ImageFields(model.limits());
    }

    @Override
    public void handle(Context ctx) {
        MediaType type = MediaType.parse(ctx.contentType());
        SHAPE.checkType(type);
        try (RequestBody bytes = model.bodies().read(ctx.req())) {
            Content image = images.readOne(SHAPE.read(type, bytes.bytes()));
            bytes.discard();
            ObjectNode reply = reply(model.generations().view(image, ctx.req()));
            ctx.contentType(MediaType.JSON).result(Json.bytes(reply));
        }
    }

    private static ObjectNode reply(ImageView view) {
        ObjectNode reply = Json.object();
        addTo(reply, view.image());
        addTo(reply.putObject("overview"), view.overview());
        view.grid()
                .ifPresentOrElse(
                        grid ->
                                reply.putObject("grid")
                                        .put("columns", grid.columns())
                                        .put("rows", grid.rows()),
                        () -> reply.putNull("grid"));
        return reply.put("tokens", view.tokens());
    }

    private static void addTo(ObjectNode node, ImageView.Size size) {
        node.put("width", size.width()).put("height", size.height());
    }

    /// What [#reply] gives.
    static Schema schema() {
        var size = new LinkedHashMap<String, Schema>();
        size.put("width", Schema.count());
        size.put("height", Schema.count());
        var grid = new LinkedHashMap<String, Schema>();
        grid.put("columns", Schema.count());
        grid.put("rows", Schema.count());
        var members = new LinkedHashMap<String, Schema>(size);
        members.put(
                "overview",
                Schema.object(size, List.copyOf(size.keySet()))
                        .described("The size at which the model sees the whole image."));
        members.put(
                "grid",
                Schema.anyOf(Schema.object(grid, List.copyOf(grid.keySet())), Schema.nothing())
                        .described("Its slices; null where it is seen as a whole alone."));
        members.put("tokens", Schema.count().described("Of the prompt, for this image."));
        return Schema.object(members, List.copyOf(members.keySet()));
    }
}
