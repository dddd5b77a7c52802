using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Rollouts.Engine;

/// <summary>A post as a mail: plain text, with how to answer from a terminal or by HTTP.</summary>
internal static class MailComposer
{
    public static MailMessage Of(Scene scene, Effect.Post post, string from, IEnumerable<string> to, Uri? pages)
    {
        var sender = new MailAddress(from);
        var first = FirstOf(scene, post) is { } earlier ? MailId.Of(scene.State, earlier, sender.Host) : null;
        var message = Composer.Compose(scene, post);
        var text = PlainRenderer.Mail(message, pages);
        var mail = new MailMessage
        {
            From = sender,
            Subject = $"[{scene.Rollout}] {text.Subject}",
            SubjectEncoding = Encoding.UTF8,
            Body = (first is null ? "" : $"New: {OutsideText.Clean(Composer.Said(scene, post))}\n\n") + text.Body + "\nThis mail was sent by the launch automation. An answer to it is not read.\n",
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
            IsBodyHtml = false,
        };
        foreach (var address in to) mail.To.Add(new MailAddress(address));
        mail.Headers["Message-ID"] = MailId.Of(scene.State, post, sender.Host);
        // Absence notes and other automatic answers stay away (RFC 3834).
        mail.Headers["Auto-Submitted"] = "auto-generated";
        if (first is not null) (mail.Headers["In-Reply-To"], mail.Headers["References"]) = (first, first);
        return mail;
    }

    /// <summary>The first post of the same subject on the same channel, whether or not it has been delivered yet; null when it is this one.</summary>
    private static Effect.Post? FirstOf(Scene scene, Effect.Post post)
    {
        var subject = Composer.SubjectOf(post);
        var first = scene.Record.Posts.Values.Select(each => each.Post)
            .Where(each => each.Channel == post.Channel && each.Via == post.Via && Composer.SubjectOf(each) == subject).MinBy(each => each.Seq);
        return first is null || first.Id == post.Id ? null : first;
    }
}
