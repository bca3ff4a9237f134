package io.tierwise.data;

import io.tierwise.data.Encoded.ArrayValue;
import io.tierwise.data.Encoded.ImageFile;
import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Label.ClassMap;
import java.util.List;
import java.util.Optional;

/// The way from an [Encoded] input to the model's input tensor at batch 1: resize, centre crop, colour
/// order, then `x = (q * scale - mean) / std` for each 8-bit value q, then layout.
///
/// Text form, every key optional:
/// `resize=256,crop=224,scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225,`
/// `layout=nchw,color=rgb,interpolation=bilinear,type=float,class-offset=0`. A single number is a
/// shortest side (resize) or a square (crop), `HxW` an exact height and width; a single mean or std is
/// for all channels.
///
/// @param resize before the crop; empty: size as it is
/// @param crop the middle part of this size; empty: all
/// @param mean one value, or one a channel, in the order of `color`
/// @param std one value, or one a channel, in the order of `color`
/// @param color empty: image files as RGB, raw pixels as they are
/// @param type [ElementType#FLOAT], or [ElementType#UINT8] for models that scale inside
/// @param classOffset the model's class for a label is label + classOffset
public record Preprocessing(
        Optional<Resize> resize,
        Optional<Size> crop,
        double scale,
        List<Double> mean,
        List<Double> std,
        Layout layout,
        Optional<Color> color,
        Interpolation interpolation,
        ElementType type,
        int classOffset) {

    /// Nothing is changed but the type: pixels as floats 0 to 255, NCHW.
    public static final Preprocessing NONE = new Preprocessing(
            Optional.empty(),
            Optional.empty(),
            1,
            List.of(0.0),
            List.of(1.0),
            Layout.NCHW,
            Optional.empty(),
            Interpolation.BILINEAR,
            ElementType.FLOAT,
            0);

    /// Height and width in pixels.
    public record Size(int height, int width) {
        static final int LARGEST = 16_384;

        public Size {
            if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
                throw new DataException(
                        "A size is 1 to " + LARGEST + " pixels each way, not " + height + "x" + width + ".");
            }
        }

        @Override
        public String toString() {
            return height + "x" + width;
        }
    }

    /// What an image is resized to.
    public sealed interface Resize {
        /// The shorter side gets this many pixels, the longer keeps the proportion, cut to whole pixels.
        record ShortestSide(int pixels) implements Resize {
            public ShortestSide {
                if (pixels < 1 || pixels > Size.LARGEST) {
                    throw new DataException("resize is 1 to " + Size.LARGEST + " pixels, not " + pixels + ".");
                }
            }
        }

        /// This height and width, whatever the proportion.
        record Exact(Size size) implements Resize {}

        /// The size an image of `height` x `width` gets.
        default Size of(int height, int width) {
            return switch (this) {
                case Exact(Size size) -> size;
                case ShortestSide(int pixels) ->
                    height <= width
                            ? new Size(pixels, (int) Math.min(Integer.MAX_VALUE, (long) pixels * width / height))
                            : new Size((int) Math.min(Integer.MAX_VALUE, (long) pixels * height / width), pixels);
            };
        }
    }

    /// Order of the dimensions of the input tensor.
    public enum Layout {
        NCHW,
        NHWC
    }

    /// Which channels the input tensor has.
    public enum Color {
        RGB,
        BGR,
        /// ITU-R 601 luma, as Pillow's `convert('L')`.
        GRAY
    }

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (!Double.isFinite(scale) || scale == 0) {
            throw new DataException("preprocess: scale must be a finite number other than 0, not " + scale + ".");
        }
        checkChannels("mean", mean);
        checkChannels("std", std);
        if (std.contains(0.0) || std.contains(-0.0)) {
            throw new DataException("preprocess: std must not be 0, values are divided by it: " + std + ".");
        }
        if (type != ElementType.FLOAT && type != ElementType.UINT8) {
            throw new DataException("preprocess: type must be float or uint8, not " + type + ".");
        }
        if (type == ElementType.UINT8 && !isIdentity(scale, mean, std)) {
            throw new DataException("preprocess: type=uint8 takes pixels as they are; leave out scale, mean and std.");
        }
    }

    private static void checkChannels(String key, List<Double> values) {
        if (values.isEmpty() || values.size() > 16 || !values.stream().allMatch(Double::isFinite)) {
            throw new DataException("preprocess: " + key
                    + " takes 1 to 16 finite numbers, one for all channels or one each: " + values);
        }
    }

    private static boolean isIdentity(double scale, List<Double> mean, List<Double> std) {
        return scale == 1
                && mean.stream().allMatch(value -> value == 0)
                && std.stream().allMatch(value -> value == 1);
    }

    /// Whether values stay as they are.
    boolean keepsValues() {
        return isIdentity(scale, mean, std);
    }

    /// Reads the text form.
    ///
    /// @throws DataException naming the key and what is wrong with its value
    public static Preprocessing parse(String text) {
        return PreprocessingText.parse(text);
    }

    /// The text form with every key that differs from [#NONE]; [#parse(String)] gives an equal value back.
    public String toText() {
        return PreprocessingText.format(this);
    }

    /// The model's input for one sample, at batch 1.
    ///
    /// @throws DataException if the image cannot be decoded or does not fit the steps asked for
    public Tensor apply(Encoded input) {
        return switch (input) {
            case ImageFile file -> PixelTensor.of(pixels(file), this);
            case Pixels pixels -> PixelTensor.of(pixels(pixels), this);
            case ArrayValue(Tensor tensor) -> ArrayTensor.of(tensor, this);
        };
    }

    /// The way to the tensor as far as 8-bit pixels: what [#normalising()] goes on from. Arrays of 8-bit
    /// pixels are there already.
    ///
    /// @throws DataException if the image cannot be decoded or does not fit the steps asked for, or an
    ///     array holds other numbers ([#hasPixels(Encoded)])
    public Encoded eightBit(Encoded input) {
        return switch (input) {
            case ImageFile file -> pixels(file);
            case Pixels pixels -> pixels(pixels);
            case ArrayValue array -> {
                ArrayTensor.refuseImageSteps(array.tensor(), this);
                if (!hasPixels(array)) {
                    throw new DataException(
                            "An array of " + array.tensor() + " is no 8-bit pixels; only UINT8 travels as uint8.");
                }
                yield array;
            }
        };
    }

    /// Whether an input is made of 8-bit pixels, or is those.
    public static boolean hasPixels(Encoded input) {
        return !(input instanceof ArrayValue(Tensor tensor)) || tensor.type() == ElementType.UINT8;
    }

    /// The steps that are left after [#eightBit(Encoded)]: one after the other they do what all do.
    public Preprocessing normalising() {
        return new Preprocessing(
                Optional.empty(),
                Optional.empty(),
                scale,
                mean,
                std,
                layout,
                Optional.empty(),
                interpolation,
                type,
                classOffset);
    }

    /// As [#apply(Encoded)]; the message of an exception names the sample.
    public Tensor apply(Sample sample) {
        try {
            return apply(sample.input());
        } catch (DataException e) {
            throw new DataException("Sample " + sample.id() + ": " + e.getMessage(), e);
        }
    }

    private Pixels pixels(ImageFile file) {
        return cropped(resized(ColorOrder.of(ImageDecoder.decode(file), color.orElse(Color.RGB))));
    }

    private Pixels pixels(Pixels raw) {
        return cropped(resized(color.map(wanted -> ColorOrder.of(raw, wanted)).orElse(raw)));
    }

    private Pixels resized(Pixels pixels) {
        return resize.map(wanted -> wanted.of(pixels.height(), pixels.width()))
                .map(size -> PixelResize.resize(pixels, size, interpolation))
                .orElse(pixels);
    }

    private Pixels cropped(Pixels pixels) {
        return crop.map(size -> PixelResize.centreCrop(pixels, size)).orElse(pixels);
    }

    /// The truth that fits what [#apply(Encoded)] makes: class maps are resized (nearest neighbour, no
    /// class is made up) and cropped like their image; other labels stay.
    public Label align(Label label) {
        if (!(label instanceof ClassMap map) || (resize.isEmpty() && crop.isEmpty())) {
            return label;
        }
        Pixels pixels = new Pixels(map.classes(), map.height(), map.width(), 1);
        Pixels nearest = resize.map(wanted -> wanted.of(map.height(), map.width()))
                .map(size -> PixelResize.resize(pixels, size, Interpolation.NEAREST))
                .orElse(pixels);
        Pixels fitting = cropped(nearest);
        return new ClassMap(fitting.height(), fitting.width(), fitting.bytes());
    }
}
