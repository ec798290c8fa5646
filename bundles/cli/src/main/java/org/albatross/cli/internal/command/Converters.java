package org.albatross.cli.internal.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.albatross.cli.internal.peer.Destination;
import org.albatross.model.BlockDevice;
import org.albatross.model.MacAddress;
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
            int at = word.lastIndexOf('@');
            String device = at < 0 ? word : word.substring(0, at);
            Optional<MacAddress> mac = at < 0 ? Optional.empty() : Optional.of(mac(word.substring(at + 1)));
            int colon = device.indexOf(':');
            Text name = label(colon < 0 ? device : device.substring(0, colon));
            return new NetDevice(
                    name, colon < 0 ? Optional.empty() : Optional.of(label(device.substring(colon + 1))), mac);
        }

        private static MacAddress mac(String word) {
            try {
                return MacAddress.parse(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** {@code [name:]device[@sectorsize]}; what stands behind the first colon is the device, with its colons. */
    static final class Block implements ITypeConverter<BlockDevice> {
        private static final long SMALLEST_SECTOR = 512;

        @Override
        public BlockDevice convert(String word) {
            int at = word.indexOf('@');
            String device = at < 0 ? word : word.substring(0, at);
            Optional<Long> sector = at < 0 ? Optional.empty() : Optional.of(sector(word.substring(at + 1)));
            int colon = device.indexOf(':');
            Text name = label(colon < 0 ? device : device.substring(0, colon));
            return new BlockDevice(
                    name, colon < 0 ? Optional.empty() : Optional.of(label(device.substring(colon + 1))), sector);
        }

        private static long sector(String word) {
            try {
                long size = Long.parseLong(word);
                if (size >= SMALLEST_SECTOR && Long.bitCount(size) == 1) {
                    return size;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("sector size '" + Text.of(word) + "' is not a number");
            }
            throw new TypeConversionException(
                    "sector size " + word + ", a power of two of at least " + SMALLEST_SECTOR + " is needed");
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

    /** Returns a device's name; whether it is one that the host has, or the image, is seen later. */
    private static Text label(String word) {
        if (word.isEmpty()) {
            throw new TypeConversionException("empty device name");
        }
        return Text.of(word);
    }
}
