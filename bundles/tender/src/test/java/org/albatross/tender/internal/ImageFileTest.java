package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Text;
import org.albatross.solo5.Abi;
import org.albatross.solo5.Manifest.DeviceType;
import org.albatross.solo5.Segment;
import org.albatross.solo5.Solo5Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on a disk; what may be wrong within them is tested where they are read, in solo5. */
class ImageFileTest {
    private final Path file;

    ImageFileTest(@TempDir Path directory) {
        file = directory.resolve("image");
    }

    @Test
    void readsAnImageAndItsBytes() throws Exception {
        byte[] bytes = Image.hello()
                .manifest(Device.net("uplink"), Device.block("disk"))
                .build();
        ImageFile image = open(bytes);

        Solo5Image read = image.read();

        assertThat(read.manifest().handle(Text.of("disk"), DeviceType.BLOCK)).hasValue(2);
        Segment code = read.segments().get(0);
        Memory copy = new Memory(code.length());
        assertThat(image.copy(code.offset(), copy, code.length())).isEqualTo(code.length());
        assertThat(copy.getByteArray(0, (int) code.length()))
                .isEqualTo(Arrays.copyOfRange(bytes, (int) code.offset(), (int) (code.offset() + code.length())));
        image.close();
    }

    @Test
    void copiesNoFurtherThanTheFileGoes() throws Exception {
        ImageFile image = open(new byte[10]);

        assertThat(image.copy(6, new Memory(8), 8)).isEqualTo(4);
        assertThat(image.copy(1L << 40, new Memory(8), 8)).isZero();
        image.close();
    }

    @Test
    void refusesWhatIsNotAnImage() throws Exception {
        ImageFile image = open("#!/bin/sh".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(image::read)
                .isInstanceOf(TenderException.class)
                .hasMessageStartingWith(name() + ": invalid executable: the file ends within its ELF header");
        image.close();
    }

    @Test
    void refusesAFileThatIsMissing() {
        assertThatThrownBy(() -> ImageFile.open(name()))
                .isInstanceOf(TenderException.class)
                .hasMessage(name() + ": Could not open: No such file or directory");
    }

    @Test
    void refusesAnImageForAnotherTender() throws Exception {
        Abi spt = abi(Image.hello().target(Target.SPT));
        Abi newest = abi(Image.hello().abiVersion(-1));

        assertThatThrownBy(() -> Tender.requireAbi(spt, "image"))
                .hasMessage("image: Executable is not for the solo5-hvt target");
        assertThatThrownBy(() -> Tender.requireAbi(newest, "image"))
                .hasMessage("image: Executable requests unsupported ABI version 4294967295, this tender has 2");
    }

    private Abi abi(Image of) throws IOException, TenderException {
        ImageFile image = open(of.build());
        Abi abi = image.read().abi();
        image.close();
        return abi;
    }

    private ImageFile open(byte[] bytes) throws IOException, TenderException {
        Files.write(file, bytes);
        return ImageFile.open(name());
    }

    private String name() {
        return file.toString();
    }
}
