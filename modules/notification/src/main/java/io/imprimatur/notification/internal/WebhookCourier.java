package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts events to pipelines, signed by Standard Webhooks. The header {@code webhook-id} is the same on every attempt, so
 * that a receiver can drop doubles. Redirects are not followed: they would lead past the checks of the target.
 */
@ApplicationScoped
public class WebhookCourier implements Courier {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int GONE = 410;

    private final EndpointStore endpoints;
    private final WebhookSecrets secrets;
    private final TargetPolicy policy;
    private final Clock clock;
    private final @Nullable HttpClient client;

    @Inject
    public WebhookCourier(EndpointStore endpoints, WebhookSecrets secrets, TargetPolicy policy, Clock clock) {
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.policy = policy;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected WebhookCourier() {
        this.endpoints = null;
        this.secrets = null;
        this.policy = null;
        this.clock = null;
        this.client = null;
    }

    @Override
    public Channel channel() {
        return Channel.WEBHOOK;
    }

    @Override
    public CompletableFuture<Delivery> send(Message message) {
        UUID id = UUID.fromString(message.destination());
        Optional<Endpoint> found = endpoints.find(id).filter(endpoint -> !endpoint.isRetired());
        if (found.isEmpty()) {
            return told(Delivery.hopeless("the webhook is retired"));
        }
        if (secrets.whyOff() != null || client == null) {
            return told(Delivery.failed("webhooks are off: there is no key to sign with"));
        }
        URI url = URI.create(found.get().url());
        String refused = policy.whyRefused(url);
        if (refused != null) {
            return told(Delivery.failed("the target is not allowed now: " + refused));
        }
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(message, url, found.get()), HttpResponse.BodyHandlers.discarding());
        // The request's own timeout ends with the headers; an endless body is cut off by this one.
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, thrown) -> thrown == null ? judge(response.statusCode()) : explain(thrown))
                .whenComplete((delivery, thrown) -> answer.cancel(true));
    }

    private HttpRequest request(Message message, URI url, Endpoint endpoint) {
        Instant now = clock.instant();
        List<byte[]> signing = endpoint.signingNumbers(now).stream()
                .map(number -> secrets.of(endpoint.id(), number))
                .toList();
        String id = message.id().toString();
        long timestamp = now.getEpochSecond();
        return HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("user-agent", "Imprimatur")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", WebhookSignature.of(signing, id, timestamp, message.content()))
                .POST(HttpRequest.BodyPublishers.ofString(message.content()))
                .build();
    }

    private static Delivery judge(int status) {
        if (status >= 200 && status < 300) {
            return Delivery.SENT;
        }
        return status == GONE
                ? Delivery.hopeless("HTTP 410: the receiver wants no more")
                : Delivery.failed("HTTP " + status);
    }

    private static Delivery explain(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return Delivery.failed("no answer within " + PATIENCE.toSeconds() + " seconds");
        }
        if (cause instanceof ConnectException) {
            return Delivery.failed("no connection");
        }
        if (cause instanceof SSLException) {
            return Delivery.failed("the certificate is not trusted, or TLS failed");
        }
        return Delivery.failed("the connection broke: " + cause.getClass().getSimpleName());
    }

    private static CompletableFuture<Delivery> told(Delivery delivery) {
        return CompletableFuture.completedFuture(delivery);
    }
}
