package org.albatross.cli.internal.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.albatross.cli.internal.peer.Destination;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Text;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words of a command line become values. */
final class Converters {
    private Converters() {}

    /** Tells whether a word is a label as it stands, and can be the name of a file. */
    static boolean isLabel(String word) {
        try {
            return Name.of(Path.ROOT, word).label().isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A single label, which names files. */
    static final class Label implements ITypeConverter<String> {
        @Override
        public String convert(String word) {
            if (!isLabel(word)) {
                throw new TypeConversionException(
                        "'" + Text.of(word) + "' is not a label: letters, digits, '-' and '.'");
            }
            return word;
        }
    }

    /** {@code path:label}, of a unikernel or a block device. */
    static final class LabelledName implements ITypeConverter<Name> {
        @Override
        public Name convert(String word) {
            Name name = parse(word);
            if (name.label().isEmpty()) {
                throw new TypeConversionException("'" + Text.of(word) + "' is a path, a name is needed: "
                        + (name.path().isRoot() ? "" : name) + "LABEL");
            }
            return name;
        }
    }

    /** {@code host}, {@code host:port}, or an address of IPv6. */
    static final class RemoteAddress implements ITypeConverter<Destination> {
        @Override
        public Destination convert(String word) {
            try {
                return Destination.parse(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + Text.of(word) + "': " + e.getMessage());
            }
        }
    }

    /** {@code path:label} or {@code path:}. */
    static final class AnyName implements ITypeConverter<Name> {
        @Override
        public Name convert(String word) {
            return parse(word);
        }
    }

    /** {@code a:b}, with or without a colon at the end. */
    static final class PathWord implements ITypeConverter<Path> {
        @Override
        public Path convert(String word) {
            try {
                return Path.parse(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** {@code [name:]bridge[@mac]}. */
    static final class Net implements ITypeConverter<NetDevice> {
        @Override
        public NetDevice convert(String word) {
            try {
                return NetDevice.parse(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** {@code [name:]device[@sectorsize]}. */
    static final class Block implements ITypeConverter<BlockDevice> {
        @Override
        public BlockDevice convert(String word) {
            try {
                return BlockDevice.parse(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** RFC 3339, in UTC where no offset is given; a date alone is its first moment. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String word) {
            try {
                if (word.length() <= "2026-11-22".length()) {
                    return LocalDate.parse(word).atStartOfDay().toInstant(ZoneOffset.UTC);
                }
                String time = word.replace(' ', 'T');
                TemporalAccessor parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                        time.replace("-00:00", "Z"), OffsetDateTime::from, LocalDateTime::from);
                return parsed instanceof LocalDateTime local
                        ? local.toInstant(ZoneOffset.UTC)
                        : OffsetDateTime.from(parsed).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + Text.of(word) + "' is not a time, 2026-11-22T09:00:00Z and 2026-11-22 are");
            }
        }
    }

    private static Name parse(String word) {
        try {
            return Name.parse(word);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
