package org.albatross.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one metatype file. It understands what our own components need, and refuses what it would have to ignore: a
 * number has a least and a most, a text lists what it may be, a list has a greatest length (its cardinality), and every
 * key has a default.
 *
 * <p>What a text may be stands in its options, several of which are alternatives:
 * <ul>
 * <li>{@code @Option("off")}: this word;
 * <li>{@code @Option("<address>")}: a host and a port ({@link Key.Address});
 * <li>{@code @Option("<file>")}: a file that can be read ({@link Key.ReadableFile});
 * <li>{@code @Option("<directory>")}: a directory that can be read ({@link Key.ReadableDirectory});
 * <li>{@code @Option(label = "pattern: a name of lower-case letters", value = "[a-z]+")}: text of which all matches a
 *     regular expression; the label says to an operator what is needed.
 * </ul>
 * An attribute of {@code AttributeType.PASSWORD} is the path of a file with a secret ({@link Key.SecretFile}). A
 * configuration that is designated as a factory's may be there several times.
 */
public final class MetatypeReader {
    /** How the label of an option begins that is not a word but the pattern of a text; the form in words follows. */
    private static final String PATTERN = "pattern: ";

    private static final int LONGEST_LIST = 1024;
    private static final String ADDRESS = "<address>";
    private static final String FILE = "<file>";
    private static final String DIRECTORY = "<directory>";

    private record Option(String value, String label) {}

    private final XMLStreamReader xml;
    private final String source;
    private final Map<String, List<Key>> classes = new HashMap<>();
    private final List<Option> options = new ArrayList<>();
    private final Map<String, List<Key>> found = new HashMap<>();
    private List<Key> keys = new ArrayList<>();
    private Map<String, String> attribute = Map.of();
    private String pid = "";

    private MetatypeReader(XMLStreamReader xml, String source) {
        this.xml = xml;
        this.source = source;
    }

    /**
     * Returns the keys of each PID that is designated in {@code file}.
     *
     * @param source what to call the file in a message
     * @throws IOException when it is not a metatype file, or declares a key that has no {@link Key}
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
                options.clear();
            }
            case "Option" -> options.add(new Option(needed(attributes, "value"), attributes.getOrDefault("label", "")));
            case "Designate" ->
                pid = attributes.containsKey("factoryPid")
                        ? needed(attributes, "factoryPid") + Schema.INSTANCE
                        : needed(attributes, "pid");
            case "Object" ->
                found.put(
                        pid,
                        Optional.ofNullable(classes.get(needed(attributes, "ocdref")))
                                .orElseThrow(() -> unknown(pid + " refers to a class that this file does not have")));
            default -> {}
        }
    }

    private Key key() throws IOException {
        Key key = new Key(
                needed(attribute, "id"),
                needed(attribute, "default"),
                attribute.containsKey("cardinality") ? new Key.Several(allowed(), most()) : allowed(),
                attribute.getOrDefault("description", ""));
        if (!key.allowed().contains(key.standard())) {
            throw unknown("the default " + key.standard() + " of " + key.name() + " is not allowed");
        }
        return key;
    }

    private int most() throws IOException {
        int most = number("cardinality");
        if (most < 1 || most > LONGEST_LIST) {
            throw unknown(needed(attribute, "id") + " is a list of " + most + ", 1 to " + LONGEST_LIST
                    + " may be (cardinality)");
        }
        return most;
    }

    private Key.Allowed allowed() throws IOException {
        String type = needed(attribute, "type");
        return switch (type) {
            case "Integer" -> new Key.Numbers(number("min"), number("max"));
            case "Boolean" -> new Key.Words(List.of("true", "false"));
            case "String" -> options(Optional.empty());
            case "Password" -> options(Optional.of(new Key.SecretFile()));
            default -> throw unknown("the type " + type + " of " + needed(attribute, "id"));
        };
    }

    /** The words among the options first, and then the kinds of values, which the other options name. */
    private Key.Allowed options(Optional<Key.Allowed> kind) throws IOException {
        List<String> words = new ArrayList<>();
        List<Key.Allowed> kinds = new ArrayList<>();
        for (Option option : options) {
            if (option.value().equals(ADDRESS)) {
                kinds.add(new Key.Address());
            } else if (option.value().equals(FILE)) {
                kinds.add(new Key.ReadableFile());
            } else if (option.value().equals(DIRECTORY)) {
                kinds.add(new Key.ReadableDirectory());
            } else if (option.label().startsWith(PATTERN)) {
                kinds.add(text(option));
            } else {
                words.add(option.value());
            }
        }
        kind.ifPresent(kinds::add);
        if (!words.isEmpty()) {
            kinds.add(0, new Key.Words(words));
        }
        if (kinds.isEmpty()) {
            throw unknown(needed(attribute, "id") + " has no options");
        }
        return kinds.size() == 1 ? kinds.get(0) : new Key.Either(kinds);
    }

    private Key.Text text(Option option) throws IOException {
        try {
            return new Key.Text(option.label().substring(PATTERN.length()), option.value());
        } catch (PatternSyntaxException e) {
            throw new IOException("the metatype of " + source + ": " + e.getMessage(), e);
        }
    }

    private int number(String name) throws IOException {
        String text = needed(attribute, name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("the metatype of " + source + ": " + name + " = " + text + " is not a number", e);
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
