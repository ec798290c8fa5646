package org.albatross.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one metatype file. It understands what our own components need, and refuses what it would have to ignore: a
 * number has a least and a most, a text lists its words, a key has one value and a default.
 */
public final class MetatypeReader {
    /** How the label of an option begins that is no word but the pattern of a text; the form in words follows. */
    private static final String PATTERN = "pattern: ";

    private final XMLStreamReader xml;
    private final String source;
    private final Map<String, List<Key>> classes = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<Key>> found = new HashMap<>();
    private List<Key> keys = new ArrayList<>();
    private Map<String, String> attribute = Map.of();
    private String pid = "";
    private Optional<Key.Text> text = Optional.empty();

    private MetatypeReader(XMLStreamReader xml, String source) {
        this.xml = xml;
        this.source = source;
    }

    /**
     * Returns the keys of each PID that is designated in {@code file}.
     *
     * @param source what to call the file in a message
     * @throws IOException when it is no metatype file, or declares a key that has no {@link Key}
     */
    public static Map<String, List<Key>> read(InputStream file, String source) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(file);
            try {
                return new MetatypeReader(xml, source).read();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new IOException("the metatype of " + source + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, List<Key>> read() throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                begin(xml.getLocalName(), attributes());
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("AD")) {
                keys.add(key());
            }
        }
        return found;
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return attributes;
    }

    private void begin(String element, Map<String, String> attributes) throws IOException {
        switch (element) {
            case "OCD" -> {
                keys = new ArrayList<>();
                classes.put(needed(attributes, "id"), keys);
            }
            case "AD" -> {
                attribute = attributes;
                words.clear();
                text = Optional.empty();
            }
            case "Option" -> option(attributes.getOrDefault("label", ""), needed(attributes, "value"));
            case "Designate" -> pid = needed(attributes, "pid");
            case "Object" ->
                found.put(
                        pid,
                        Optional.ofNullable(classes.get(needed(attributes, "ocdref")))
                                .orElseThrow(() -> unknown(pid + " is of no class in this file")));
            default -> {}
        }
    }

    private void option(String label, String value) {
        if (label.startsWith(PATTERN)) {
            text = Optional.of(new Key.Text(label.substring(PATTERN.length()), value));
        } else {
            words.add(value);
        }
    }

    private Key key() throws IOException {
        Key key = new Key(
                needed(attribute, "id"),
                needed(attribute, "default"),
                allowed(),
                attribute.getOrDefault("description", ""));
        if (attribute.containsKey("cardinality") || !key.allowed().contains(key.standard())) {
            throw unknown(key.name() + " is a list, or its default is not allowed");
        }
        return key;
    }

    private Key.Allowed allowed() throws IOException {
        String type = needed(attribute, "type");
        return switch (type) {
            case "Integer" -> new Key.Numbers(number("min"), number("max"));
            case "Boolean" -> new Key.Words(List.of("true", "false"));
            case "String" -> text.isPresent() ? text.get() : new Key.Words(someWords());
            default -> throw unknown("the type " + type + " of " + needed(attribute, "id"));
        };
    }

    private List<String> someWords() throws IOException {
        if (words.isEmpty()) {
            throw unknown(needed(attribute, "id") + " has no options");
        }
        return words;
    }

    private int number(String name) throws IOException {
        String text = needed(attribute, name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("the metatype of " + source + ": " + name + " = " + text + " is no number", e);
        }
    }

    private String needed(Map<String, String> attributes, String name) throws IOException {
        String value = attributes.get(name);
        if (value == null) {
            throw unknown(name + " is missing beside " + attributes);
        }
        return value;
    }

    private IOException unknown(String what) {
        return new IOException("the metatype of " + source + ": " + what);
    }
}
