package org.albatross.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads a JSON object whose members are strings, as a front end gets it from outside. */
public final class StringMembers {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final int MOST_SHOWN = 40;

    private StringMembers() {}

    /**
     * Reads an object that has each of some members, and no other.
     *
     * @param names those that it has to have
     * @throws IllegalArgumentException with the mistake in words; no value is in them
     */
    public static Map<String, String> read(byte[] text, Set<String> names) {
        try (JsonParser in = FACTORY.createParser(text)) {
            require(in.nextToken() == JsonToken.START_OBJECT, "a JSON object is needed");
            Map<String, String> members = new HashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                require(names.contains(name), "the member " + shown(name) + " is unknown");
                require(in.nextToken() == JsonToken.VALUE_STRING, "the member " + name + " is not a string");
                members.put(name, in.getText());
            }
            require(in.nextToken() == null, "there is text behind the object");
            names.forEach(name -> require(members.containsKey(name), "the member " + name + " is missing"));
            return members;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes that are there cannot fail to be read", e);
        }
    }

    private static String shown(String name) {
        String start = name.length() <= MOST_SHOWN ? name : name.substring(0, MOST_SHOWN) + "...";
        return Json.of(start).toLine();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
