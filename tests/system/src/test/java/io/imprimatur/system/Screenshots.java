package io.imprimatur.system;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures of a screen, small enough for a repository: as many colours as text needs, and packed tightly. */
final class Screenshots {

    private static final int PALETTE = 256;

    private Screenshots() {}

    static byte[] small(byte[] png) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(small)) {
            ImageWriteParam tightly = writer.getDefaultWriteParam();
            tightly.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            tightly.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(
                    null, new IIOImage(fewColors(ImageIO.read(new ByteArrayInputStream(png))), null, null), tightly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return small.toByteArray();
    }

    /** Sixteen steps of each of red, green and blue, and of those the ones that are there most often, as a palette. */
    private static BufferedImage fewColors(BufferedImage picture) {
        int width = picture.getWidth();
        int[] colors = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
        Map<Integer, Integer> times = new HashMap<>();
        for (int i = 0; i < colors.length; i++) {
            colors[i] = step(colors[i] >> 16) << 16 | step(colors[i] >> 8) << 8 | step(colors[i]);
            times.merge(colors[i], 1, Integer::sum);
        }
        int[] palette = times.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(PALETTE)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        IndexColorModel model =
                new IndexColorModel(Byte.SIZE, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage few = new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < colors.length; i++) {
            int place = places.computeIfAbsent(colors[i], color -> nearest(palette, color));
            few.getRaster().setSample(i % width, i / width, 0, place);
        }
        return few;
    }

    private static int nearest(int[] palette, int color) {
        return IntStream.range(0, palette.length)
                .boxed()
                .min(Comparator.comparingInt(place -> distance(palette[place], color)))
                .orElseThrow();
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xFF) - (other >> 16 & 0xFF);
        int green = (one >> 8 & 0xFF) - (other >> 8 & 0xFF);
        int blue = (one & 0xFF) - (other & 0xFF);
        return red * red + green * green + blue * blue;
    }

    /** The nearest of 0, 17, 34 … 255. */
    private static int step(int channel) {
        return ((channel & 0xFF) + 8) / 17 * 17;
    }
}
