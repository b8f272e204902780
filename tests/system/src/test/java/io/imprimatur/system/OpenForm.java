package io.imprimatur.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.providers.EmbeddedResourceAxeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** A reviewer's form in Tasklist: how it looks at a width, what axe finds in it, and what the keyboard reaches. */
final class OpenForm {

    private static final By FORM = By.cssSelector("form.imprimatur-review");
    private static final int MOST_STOPS = 150;
    /** Where the pictures that compliance keeps are made; the others are for whoever looks at a build. */
    private static final Path KEPT = Path.of(System.getProperty("imprimatur.screens", "target/forms"));

    private static final int KEPT_WIDTH = 1280;
    private static final Path OTHERS = Path.of("target", "screens");

    private final Browser browser;
    private final ChromeDriver driver;

    private OpenForm(Browser browser) {
        this.browser = browser;
        this.driver = browser.driver();
    }

    /** Logs in and opens the newest task of this name, by the keyboard alone, and waits until all is drawn. */
    static OpenForm byKeyboard(Browser browser, String user, String task, House.Submitted release, int pictures) {
        browser.logIn(user, "/camunda/app/tasklist/");
        OpenForm form = new OpenForm(browser);
        browser.seen(By.partialLinkText("My role's tasks"));
        form.tabTo("the filter", focused -> focused.getText().startsWith("My role's tasks"));
        form.press(Keys.ENTER);
        browser.seen(By.xpath("//h4[normalize-space()='" + task + "']"));
        form.tabTo("the task", focused -> focused.getText().contains(task));
        form.press(Keys.ENTER);
        browser.awaitText(By.cssSelector("[data-part=release]"), release.model());
        browser.await(
                "all pictures of the form are drawn",
                () -> form.driver.findElements(By.cssSelector("figure svg")).size() == pictures);
        return form;
    }

    void claimByKeyboard() {
        tabTo("the claim", focused -> focused.getText().strip().equals("Claim"));
        press(Keys.ENTER);
        browser.awaitGone(By.cssSelector(".disabled-form"));
    }

    /** Tab, until the focus is on what is wanted. */
    void tabTo(String what, Predicate<WebElement> wanted) {
        for (int stop = 0; stop < MOST_STOPS; stop++) {
            press(Keys.TAB);
            if (wanted.test(driver.switchTo().activeElement())) {
                return;
            }
        }
        throw new AssertionError("Tab does not reach " + what);
    }

    void tabTo(String css) {
        tabTo(
                css,
                focused -> Boolean.TRUE.equals(
                        driver.executeScript("return arguments[0].matches(arguments[1])", focused, css)));
    }

    /** To the one of the radio buttons that has this value: Tab to the group, then down within it. */
    void choose(String decision) {
        tabTo("input[name=decision]");
        press(Keys.SPACE);
        for (int stop = 0; stop < 5 && !decision.equals(focused().getDomAttribute("value")); stop++) {
            press(Keys.ARROW_DOWN);
        }
        assertThat(focused().isSelected()).as("%s is chosen", decision).isTrue();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    private WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Presses the button, and finds the focus back where something is missing. */
    void completeInVain(String fault) {
        complete();
        browser.awaitText(By.cssSelector("[data-part=fault]"), fault);
    }

    private void complete() {
        tabTo("the button that completes", focused -> focused.getText().strip().equals("Complete"));
        press(Keys.ENTER);
    }

    void completeByKeyboard() {
        complete();
        browser.awaitGone(By.xpath("//button[normalize-space()='Complete']"));
    }

    /** The window gets this width, and nothing of the form lies beyond the form. */
    void fitsAt(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        List<?> beyond = (List<?>) driver.executeScript("""
                const form = arguments[0], edge = form.getBoundingClientRect().right + 1;
                const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page'] : [];
                return wide.concat([...form.querySelectorAll('*')]
                  .filter((one) => !one.closest('svg') || one.tagName === 'svg')
                  .filter((one) => one.getBoundingClientRect().right > edge || one.scrollWidth > form.clientWidth)
                  .map((one) => one.tagName + ' ' + (one.textContent || '').trim().slice(0, 40)));
                """, driver.findElement(FORM));
        assertThat(beyond).as("what is too wide at %d pixels", width).isEmpty();
    }

    /** Printed, it is alone and as long as it is: nothing around it shows, and nothing cuts it off. */
    void standsAloneOnPaper() {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        List<?> amiss = (List<?>) driver.executeScript("""
                const form = arguments[0], amiss = [];
                for (let one = form; one.parentElement; one = one.parentElement) {
                  const around = one.parentElement;
                  [...around.children].filter((other) => other !== one && other.getClientRects().length > 0)
                    .forEach((other) => amiss.push('beside it: ' + other.tagName + ' ' + other.className));
                  if (around.tagName !== 'HTML' && getComputedStyle(around).overflowY !== 'visible') {
                    amiss.push('cut off by: ' + around.tagName + ' ' + around.className);
                  }
                }
                return amiss;
                """, driver.findElement(FORM));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
        assertThat(amiss).as("on paper").isEmpty();
    }

    /** What axe (Deque) calls serious or critical, with where it is. */
    List<String> seriousFindings() {
        driver.executeScript(script());
        List<?> found = (List<?>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(arguments[0]).then((result) => done(result.passes.length < 10 ? ['axe saw nothing to judge']
                  : result.violations
                  .filter((one) => one.impact === 'serious' || one.impact === 'critical')
                  .map((one) => one.id + ' (' + one.help + '): '
                    + one.nodes.map((node) => node.target.join(' ')).join(', '))), (failed) => done([String(failed)]));
                """, driver.findElement(FORM));
        return found.stream().map(String::valueOf).toList();
    }

    private static String script() {
        try (InputStream script = Objects.requireNonNull(
                EmbeddedResourceAxeProvider.class.getResourceAsStream("/axe.min.js"), "axe's script")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a picture of the whole form, as high as it is. */
    void picture(String name, int width) {
        Long hidden = (Long) driver.executeScript("""
                let pane = arguments[0];
                while (pane.parentElement && pane.scrollHeight <= pane.clientHeight + 20) { pane = pane.parentElement; }
                return pane.scrollHeight - pane.clientHeight;
                """, driver.findElement(FORM));
        int high = driver.manage().window().getSize().getHeight() + hidden.intValue();
        driver.manage().window().setSize(new Dimension(width, high));
        driver.executeScript("document.activeElement.blur()");
        Path folder = width == KEPT_WIDTH ? KEPT : OTHERS;
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".png"), Screenshots.small(driver.getScreenshotAs(OutputType.BYTES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
