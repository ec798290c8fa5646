package org.albatross.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a feature file. Keys that are not used here are skipped; a key that appears twice in an object is
 * refused, wherever it is. What is refused ends in an exception with the place, which {@link #explain} puts into words.
 */
final class FeatureParser {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final JsonParser in;
    private final Properties placeholders;

    private FeatureParser(JsonParser in, Properties placeholders) {
        this.in = in;
        this.placeholders = placeholders;
    }

    static FeatureFile parse(InputStream bytes, Properties placeholders) throws IOException {
        try (JsonParser in = JSON.createParser(bytes)) {
            return new FeatureParser(in, placeholders).file();
        }
    }

    /** The place and the reason of a refusal. */
    static String explain(JsonProcessingException refusal) {
        // Jackson's own words for an early end quote where the object began, with the name of a class.
        String reason = refusal instanceof JsonEOFException ? "the file ends too early" : refusal.getOriginalMessage();
        JsonLocation place = refusal.getLocation();
        return place == null ? reason : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": " + reason;
    }

    private FeatureFile file() throws IOException {
        if (in.nextToken() == null) {
            throw refuse(in.currentLocation(), "the file is empty");
        }
        JsonLocation start = expect(JsonToken.START_OBJECT, "the file is not a JSON object");
        Map<String, String> properties = null;
        List<FeatureFile.Entry> bundles = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            switch (key) {
                case "framework-properties" -> properties = frameworkProperties();
                case "bundles" -> bundles = bundles();
                default -> in.skipChildren();
            }
        }
        if (in.nextToken() != null) {
            throw refuse(in.currentTokenLocation(), "there is text after the end of the object");
        }
        return new FeatureFile(
                present(properties, start, "framework-properties is missing"),
                present(bundles, start, "bundles is missing"));
    }

    private Map<String, String> frameworkProperties() throws IOException {
        expect(JsonToken.START_OBJECT, "framework-properties is not an object");
        Map<String, String> properties = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            properties.put(key, replace(string("the framework property " + key)));
        }
        return properties;
    }

    private List<FeatureFile.Entry> bundles() throws IOException {
        expect(JsonToken.START_ARRAY, "bundles is not a list");
        List<FeatureFile.Entry> bundles = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            bundles.add(bundle());
        }
        return bundles;
    }

    private FeatureFile.Entry bundle() throws IOException {
        JsonLocation start = expect(JsonToken.START_OBJECT, "an element of bundles is not an object");
        String id = null;
        Integer startOrder = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            switch (key) {
                case "id" -> id = string("the id of a bundle");
                case "start-order" -> {
                    expect(JsonToken.VALUE_NUMBER_INT, "a start-order is not a whole number");
                    startOrder = in.getIntValue();
                }
                default -> in.skipChildren();
            }
        }
        String known = present(id, start, "the id of a bundle is missing");
        int level = present(startOrder, start, "the start-order of " + known + " is missing");
        try {
            return new FeatureFile.Entry(known, level);
        } catch (IllegalArgumentException e) {
            throw refuse(start, e.getMessage());
        }
    }

    private String string(String what) throws IOException {
        expect(JsonToken.VALUE_STRING, what + " is not a string");
        return in.getText();
    }

    private String replace(String value) throws IOException {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        StringBuilder replaced = new StringBuilder();
        while (placeholder.find()) {
            String name = placeholder.group(1);
            String replacement = present(
                    placeholders.getProperty(name),
                    in.currentTokenLocation(),
                    "the system property " + name + " is not set");
            placeholder.appendReplacement(replaced, Matcher.quoteReplacement(replacement));
        }
        return placeholder.appendTail(replaced).toString();
    }

    /** Returns where the present token, which has to be the expected one, begins. */
    private JsonLocation expect(JsonToken expected, String otherwise) throws IOException {
        JsonLocation place = in.currentTokenLocation();
        if (in.currentToken() != expected) {
            throw refuse(place, otherwise);
        }
        return place;
    }

    private <T> T present(@Nullable T value, JsonLocation place, String otherwise) throws IOException {
        if (value == null) {
            throw refuse(place, otherwise);
        }
        return value;
    }

    private JsonParseException refuse(JsonLocation place, @Nullable String reason) {
        return new JsonParseException(in, reason, place);
    }
}
