package io.imprimatur.system;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures of a screen, small enough for a repository: as many colours as text needs, and packed tightly. */
final class Screenshots {

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

    /** Sixteen steps of each of red, green and blue. */
    private static BufferedImage fewColors(BufferedImage picture) {
        BufferedImage few = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int color = picture.getRGB(x, y);
                few.setRGB(x, y, step(color >> 16) << 16 | step(color >> 8) << 8 | step(color));
            }
        }
        return few;
    }

    /** The nearest of 0, 17, 34 … 255. */
    private static int step(int channel) {
        return ((channel & 0xFF) + 8) / 17 * 17;
    }
}
