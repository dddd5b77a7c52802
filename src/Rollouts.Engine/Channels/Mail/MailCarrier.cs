using System.Net;
using System.Net.Mail;
using System.Security.Authentication;

namespace Rollouts.Engine;

/// <summary>Sends posts by SMTP, one mail each; those of one subject answer the first, so that a mail program shows them together.</summary>
/// <param name="pages">Where commands are given by HTTP; null where that is not said.</param>
public sealed class MailCarrier(MailSettings settings, Uri? pages) : IPostCarrier
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task<string> PostAsync(Scene scene, Effect.Post post, CancellationToken cancellation)
    {
        var to = settings.Channels.GetValueOrDefault(post.Channel, []).Concat(Addressees.Of(scene, post).Select(settings.People.GetValueOrDefault).OfType<string>())
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (to.Length == 0) throw Lasting($"the configuration has no mail address for {post.Channel}");
        using var mail = MailComposer.Of(scene, post, settings.From, to, pages);
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls };
        if (settings.User.Length > 0) client.Credentials = new NetworkCredential(settings.User, settings.Password);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Longest);
        try
        {
            await client.SendMailAsync(mail, late.Token);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreException($"the mail server did not take a mail within {Span.Text(Longest)}", problem);
        }
        catch (SmtpFailedRecipientException problem) when (Refused(problem) < to.Length)
        {
            throw Lasting($"the mail server takes {Refused(problem)} of {to.Length} addresses of {post.Channel} not ({(int)problem.StatusCode}); the others have the mail", problem);
        }
        catch (SmtpException problem)
        {
            throw Failed(problem);
        }

        return "mail:" + mail.Headers["Message-ID"];
    }

    /// <summary>By the first digit, as the server means it (RFC 5321, 4.2.1): 4 may work later, 5 will not. No digit: it was not reached, or broke off.</summary>
    private static StoreException Failed(SmtpException problem) => (int)problem.StatusCode switch
    {
        _ when problem.InnerException is AuthenticationException => Lasting("the mail server's certificate is not to be trusted", problem),
        454 when problem.InnerException is null => Lasting("the mail server refuses the login", problem),
        421 or 450 or 451 or 452 => new StoreException($"the mail server asks to try later ({(int)problem.StatusCode})", problem) { Kind = FailureKind.Throttled },
        >= 500 => Lasting($"the mail server refuses ({(int)problem.StatusCode})", problem),
        _ when problem.InnerException is null => Lasting("the mail server does not offer what is needed: encryption or a login", problem),
        _ => new StoreException("the mail server cannot be reached", problem),
    };

    private static int Refused(SmtpFailedRecipientException problem) => problem is SmtpFailedRecipientsException several ? Math.Max(1, several.InnerExceptions.Length) : 1;

    private static StoreException Lasting(string message, Exception? inner = null) => new(message, inner) { Kind = FailureKind.Permanent };
}
