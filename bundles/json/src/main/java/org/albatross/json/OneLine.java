package org.albatross.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Jackson's generator, set to one line of printable ASCII with a space behind each comma and colon. */
final class OneLine extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1;

    private static final char DELETE = '\u007f';

    /**
     * Names are quoted, and nothing else of what is on by default: the stream is neither flushed nor closed, what broke off
     * is not completed, and hexadecimal digits are small.
     */
    private static final int FEATURES =
            JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature().getMask();

    private OneLine() {}

    /** Makes one without a JsonFactory: its pools and tables of symbols cost a tenth of the start of a program that prints a line. */
    static JsonGenerator generator(OutputStream out) {
        IOContext context = new IOContext(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                new BufferRecycler(),
                ContentReference.unknown(),
                false);
        return new UTF8JsonGenerator(context, FEATURES, null, out, '"')
                .setHighestNonEscapedChar(DELETE)
                .setCharacterEscapes(new Escapes())
                .setPrettyPrinter(new OneLine());
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
        out.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw(", ");
    }

    /** What JSON escapes, and DEL, the one character of ASCII that it leaves alone though no terminal should get it. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
