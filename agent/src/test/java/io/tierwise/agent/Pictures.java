package io.tierwise.agent;

import io.tierwise.data.Encoded;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/// Image files for tests.
final class Pictures {
    private static final int HEADER = 12;
    private static final int HEADER_LENGTH = 17;

    private Pictures() {}

    /// Colours that change smoothly, so that the file is smaller than its pixels.
    static Encoded.ImageFile smooth(int side, String format, Random random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        int red = random.nextInt(256);
        int blue = random.nextInt(256);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, red << 16 | (255 * x / side) << 8 | (blue * y / side));
            }
        }
        return file(image, format);
    }

    /// A PNG that nothing compresses.
    static Encoded.ImageFile noise(int side, Random random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, random.nextInt());
        }
        return file(image, "png");
    }

    /// A small PNG whose header says that it has `side` x `side` pixels.
    static Encoded.ImageFile bomb(int side) {
        byte[] png = smooth(4, "png", new Random(1)).bytes();
        ByteBuffer.wrap(png).putInt(HEADER + 4, side).putInt(HEADER + 8, side);
        CRC32 check = new CRC32();
        check.update(png, HEADER, HEADER_LENGTH);
        ByteBuffer.wrap(png).putInt(HEADER + HEADER_LENGTH, (int) check.getValue());
        return new Encoded.ImageFile(png);
    }

    private static Encoded.ImageFile file(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, format, out);
            return new Encoded.ImageFile(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
