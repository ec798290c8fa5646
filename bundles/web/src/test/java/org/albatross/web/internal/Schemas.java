package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The schemas of the API's description, as far as that uses JSON Schema. */
final class Schemas {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode document;

    Schemas(String document) throws Exception {
        this.document = MAPPER.readTree(document);
    }

    static JsonNode parse(String text) throws Exception {
        return MAPPER.readTree(text);
    }

    /** Returns what is described, {@code GET /api/v1/unikernels/{name}}. */
    List<String> operations() {
        List<String> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    private JsonNode content(String operation, String status) {
        String[] words = operation.split(" ", 2);
        return document.path("paths")
                .path(words[1])
                .path(words[0].toLowerCase(Locale.ROOT))
                .path("responses")
                .path(status)
                .path("content");
    }

    /** Sees to it that an answer is what is described of an operation. */
    void check(String operation, int status, String type, String body) throws Exception {
        JsonNode described = content(operation, status < 300 ? Integer.toString(status) : "default")
                .path(type);
        assertThat(described.isMissingNode())
                .as("%s: %s %s is described", operation, status, type)
                .isFalse();
        check(described.path("schema"), MAPPER.readTree(body), operation);
    }

    /** Sees to it that an event's data is what is described of a stream. */
    void checkEvent(String operation, String data) throws Exception {
        check(
                content(operation, "200").path("text/event-stream").path("x-event-data"),
                MAPPER.readTree(data),
                operation);
    }

    /** Sees to it that a text is of a schema. */
    void checkSchema(String name, String text) throws Exception {
        check(document.path("components").path("schemas").path(name), MAPPER.readTree(text), name);
    }

    private void check(JsonNode schema, JsonNode value, String where) {
        if (!problems(schema, value, where).isEmpty()) {
            throw new AssertionError(String.join("\n", problems(schema, value, where)));
        }
    }

    private List<String> problems(JsonNode schema, JsonNode value, String where) {
        if (schema.has("$ref")) {
            return problems(document.at(schema.get("$ref").asText().substring(1)), value, where);
        }
        if (schema.isMissingNode()) {
            return List.of(where + " has no schema");
        }
        if (schema.has("oneOf")) {
            long fitting = stream(schema.get("oneOf"))
                    .filter(one -> problems(one, value, where).isEmpty())
                    .count();
            return fitting == 1 ? List.of() : List.of(where + ": " + value + " fits " + fitting + " of " + schema);
        }
        List<String> problems = new ArrayList<>();
        if (schema.has("type") && !isOfType(schema.get("type"), value)) {
            problems.add(where + ": " + value + " is not of type " + schema.get("type"));
        }
        if (schema.has("enum") && stream(schema.get("enum")).noneMatch(value::equals)) {
            problems.add(where + ": " + value + " is not one of " + schema.get("enum"));
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(item -> problems.addAll(problems(schema.get("items"), item, where + "[]")));
        }
        if (value.isObject() && schema.has("properties")) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    problems.add(where + " lacks " + name);
                }
            });
            value.properties()
                    .forEach(member -> problems.addAll(problems(
                            schema.path("properties").path(member.getKey()),
                            member.getValue(),
                            where + "." + member.getKey())));
        }
        return problems;
    }

    private static boolean isOfType(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            return stream(types).anyMatch(type -> isOfType(type, value));
        }
        return switch (types.asText()) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new AssertionError("unknown type " + types);
        };
    }

    private static Stream<JsonNode> stream(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }
}
