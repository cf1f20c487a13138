package dev.glimpse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The document says what the service does: every route, and nothing that is not so.
@Tag("native")
class OpenApiTest {
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String META = "https://json-schema.org/draft/2020-12/schema";

    /// Pages and their files, which are for people.
    private static final List<String> PAGES =
            List.of("GET /docs", "GET /assets/", "GET /favicon", "GET /openapi.json");

    @RegisterExtension
    static final Service SERVICE =
            Service.ofClass(
                    Service.OPTIONS.withSamples(EmbeddedModel.projectRoot().resolve("samples")));

    private static JsonNode document;

    @BeforeAll
    static void start() {
        Reply reply = SERVICE.get("/openapi.json");
        assertThat(reply.status()).isEqualTo(200);
        document = reply.json();
    }

    /// An operation of the document.
    record Documented(String method, String path, JsonNode operation) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        /// The JSON requests' schema.
        JsonNode requestSchema() {
            return operation.at("/requestBody/content/application~1json/schema");
        }

        Reply send(Example example) {
            if (method.equals("GET")) {
                String filled = path;
                for (JsonNode parameter : operation.path("parameters")) {
                    filled =
                            filled.replace(
                                    "{" + parameter.get("name").stringValue() + "}",
                                    parameter.get("example").stringValue());
                }
                return SERVICE.get(filled);
            }
            if (example.type().equals("application/json")) {
                return SERVICE.post(
                        path,
                        example.type(),
                        JsonMapper.shared().writeValueAsBytes(example.value()));
            }
            Form form = form(example);
            return SERVICE.post(path, form.contentType(), form.bytes());
        }
    }

    /// An example of a body.
    record Example(String type, String name, JsonNode schema, JsonNode value) {}

    private static Stream<Documented> operations() {
        var all = new ArrayList<Documented>();
        document.get("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        all.add(
                                                new Documented(
                                                        method.getKey()
                                                                .toUpperCase(java.util.Locale.ROOT),
                                                        path.getKey(),
                                                        method.getValue()))));
        return all.stream();
    }

    private static Stream<Documented> posts() {
        return operations().filter(operation -> operation.method().equals("POST"));
    }

    private static List<Example> examples(JsonNode content) {
        var all = new ArrayList<Example>();
        for (var type : content.properties()) {
            for (var example : type.getValue().path("examples").properties()) {
                all.add(
                        new Example(
                                type.getKey(),
                                example.getKey(),
                                type.getValue().get("schema"),
                                example.getValue().get("value")));
            }
        }
        return all;
    }

    /// A form's parts; files are written in examples as data URIs.
    private static Form form(Example example) {
        var form = new Form();
        for (var field : example.value().properties()) {
            JsonNode schema = example.schema().get("properties").get(field.getKey());
            boolean file = schema.toString().contains("binary");
            Iterable<JsonNode> values =
                    field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
            for (JsonNode value : values) {
                if (file) {
                    String uri = value.stringValue();
                    form.file(
                            field.getKey(),
                            Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)));
                } else {
                    form.text(field.getKey(), value.asString());
                }
            }
        }
        return form;
    }

    private static void valid(JsonNode schema, JsonNode value) {
        assertThat(SCHEMAS.getSchema(schema).validate(value)).as(value.toString()).isEmpty();
    }

    @Test
    void everyRouteIsDocumented() {
        List<String> documented = operations().map(Documented::toString).toList();
        assertThat(SERVICE.server().routes())
                .filteredOn(route ->
                        !route.equals("GET /") && PAGES.stream().noneMatch(route::startsWith))
                .containsExactlyInAnyOrderElementsOf(documented);
        assertThat(operations().map(each -> each.operation().get("operationId")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theDocumentIsOpenApi31() throws IOException {
        assertThat(document.get("openapi").stringValue()).startsWith("3.1.");
        try (InputStream in =
                OpenApiTest.class.getResourceAsStream("/openapi/openapi-3.1.schema.json")) {
            valid(JsonMapper.shared().readTree(in), document);
        }
        Schema meta = SCHEMAS.getSchema(SchemaLocation.of(META));
        List<JsonNode> schemas = document.findValues("schema");
        assertThat(schemas).hasSizeGreaterThan(20);
        schemas.forEach(schema -> assertThat(meta.validate(schema)).isEmpty());
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.stringValue().substring(1)).isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void examplesAreValid(Documented documented) {
        JsonNode operation = documented.operation();
        List<Example> requests = examples(operation.at("/requestBody/content"));
        List<Example> replies = examples(operation.at("/responses/200/content"));
        boolean aFile = operation.at("/responses/200/content").has("image/*");
        assertThat(requests.isEmpty()).isEqualTo(documented.method().equals("GET"));
        assertThat(replies.isEmpty()).isEqualTo(aFile);
        for (Example example : Stream.concat(requests.stream(), replies.stream()).toList()) {
            valid(example.schema(), example.value());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void examplesAreAnsweredAsDocumented(Documented documented) {
        JsonNode operation = documented.operation();
        List<Example> requests =
                documented.method().equals("GET")
                        ? List.of(new Example("", "", document, document))
                        : examples(operation.at("/requestBody/content"));
        for (Example request : requests) {
            Reply reply = documented.send(request);
            assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
            JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
            if (reply.header("Content-Type").equals("application/json")) {
                valid(schema, reply.json());
            } else {
                assertThat(operation.at("/responses/200/content").propertyNames())
                        .anyMatch(type ->
                                reply.header("Content-Type")
                                        .matches(type.replace("*", ".*") + "(;.*)?"));
            }
        }
    }

    /// A field that nothing reads would take anything.
    @ParameterizedTest
    @MethodSource("posts")
    void documentedFieldsAreRead(Documented documented) {
        Set<String> unread = Set.of("model"); // any is taken
        ObjectNode sound =
                (ObjectNode)
                        examples(documented.operation().at("/requestBody/content"))
                                .getFirst()
                                .value();
        JsonNode wrong = JsonMapper.shared().readTree("[[[]]]");
        JsonNode schema = documented.requestSchema();
        assertThat(schema.get("properties").size()).isGreaterThan(1);
        for (String name : schema.get("properties").propertyNames()) {
            if (unread.contains(name)) {
                continue;
            }
            ObjectNode body = sound.deepCopy();
            if (name.equals("images")) {
                body.remove("image");
            } else if (name.equals("image")) {
                body.remove("images");
            } else if (name.equals("questions")) {
                body.remove("question");
            }
            Reply reply =
                    documented.send(
                            new Example("application/json", "", schema, body.set(name, wrong)));
            assertThat(reply.status()).as(name).isEqualTo(400);
            assertThat(reply.error().get("param").stringValue()).as(name).startsWith(name);
        }
    }

    @ParameterizedTest
    @MethodSource("posts")
    void errorsAreAsDocumented(Documented documented) {
        Reply reply = SERVICE.post(documented.path(), "application/json", new byte[] {'{'});
        JsonNode documentedError = documented.operation().at("/responses/400");
        assertThat(documentedError.get("description").stringValue()).contains("`invalid_json`");
        String reference =
                documentedError.at("/content/application~1json/schema/$ref").stringValue();
        valid(document.at(reference.substring(1)), reply.json());
    }
}
