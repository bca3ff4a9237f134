package io.tierwise.data;

import io.tierwise.data.Encoded.ImageFile;
import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Label.ClassMap;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes image files to 8-bit gray or RGB pixels, and masks to class maps.
///
/// Samples are taken as stored, as Pillow does: no colour profile is applied (the platform's conversion
/// of gray would also change its gamma), transparency is dropped, of 16 bits the upper 8 are kept,
/// orientation tags are not followed.
final class ImageDecoder {
    private static final long MAX_PIXELS = 100_000_000;

    private ImageDecoder() {}

    static Pixels decode(ImageFile file) {
        BufferedImage image = read(file.bytes());
        ColorModel colors = image.getColorModel();
        boolean asStored = !(colors instanceof IndexColorModel)
                && (image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
                        || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT);
        int space = colors.getColorSpace().getType();
        if (asStored && space == ColorSpace.TYPE_GRAY) {
            return stored(image, 1);
        }
        if (asStored && space == ColorSpace.TYPE_RGB && colors.getNumColorComponents() == 3) {
            return stored(image, 3);
        }
        return converted(image);
    }

    private static Pixels stored(BufferedImage image, int channels) {
        Raster raster = image.getRaster();
        int bits = image.getColorModel().getComponentSize(0);
        int width = image.getWidth();
        byte[] out = new byte[image.getHeight() * width * channels];
        int[] row = new int[width * raster.getNumBands()];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    out[at++] = (byte) (row[x * raster.getNumBands() + c] >> Math.max(0, bits - 8));
                }
            }
        }
        return new Pixels(out, image.getHeight(), width, channels);
    }

    private static Pixels converted(BufferedImage image) {
        int width = image.getWidth();
        byte[] out = new byte[image.getHeight() * width * 3];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int rgb : row) {
                out[at++] = (byte) (rgb >> 16);
                out[at++] = (byte) (rgb >> 8);
                out[at++] = (byte) rgb;
            }
        }
        return new Pixels(out, image.getHeight(), width, 3);
    }

    /// A mask's stored value is the class: a palette's index or the gray level, never a colour.
    static ClassMap decodeMask(byte[] file) {
        BufferedImage image = read(file);
        Raster raster = image.getRaster();
        if (raster.getNumBands() != 1 || image.getColorModel().getComponentSize(0) > 8) {
            throw new DataException("The mask has " + raster.getNumBands() + " channels of "
                    + image.getColorModel().getComponentSize(0)
                    + " bits. Save masks as 8-bit gray or palette PNG, value = class.");
        }
        int[] values = raster.getSamples(
                0, 0, image.getWidth(), image.getHeight(), 0, new int[image.getWidth() * image.getHeight()]);
        byte[] classes = new byte[values.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) values[i];
        }
        return new ClassMap(image.getHeight(), image.getWidth(), classes);
    }

    private static BufferedImage read(byte[] file) {
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new DataException(
                        "The file is no image that can be read (JPEG, PNG, BMP, GIF, TIFF). Replace or remove it.");
            }
            ImageReader reader = readers.next();
            try {
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(stream, true, true);
                checkSize(reader);
                BufferedImage image = reader.read(0);
                refuseTruncated(warnings);
                return image;
            } finally {
                reader.dispose();
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Codecs answer hostile files with any runtime exception.
            throw new DataException(
                    "The image cannot be decoded, it may be damaged: "
                            + Objects.requireNonNullElse(
                                    e.getMessage(), e.getClass().getSimpleName())
                            + ". Copy it again or remove it.",
                    e);
        }
    }

    private static void checkSize(ImageReader reader) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
            throw new DataException("The image has " + reader.getHeight(0) + "x" + reader.getWidth(0) + " pixels; "
                    + MAX_PIXELS / 1_000_000 + " megapixels are the most that is read. Make it smaller.");
        }
    }

    private static void refuseTruncated(List<String> warnings) {
        for (String warning : warnings) {
            String lower = warning.toLowerCase(Locale.ROOT);
            if (lower.contains("premature end") || lower.contains("truncated")) {
                throw new DataException("The image ends too early, it is damaged: " + warning);
            }
        }
    }
}
