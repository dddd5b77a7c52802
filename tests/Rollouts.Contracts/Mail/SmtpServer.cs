using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rollouts.Contracts;

/// <summary>A mail server on loopback that speaks SMTP, and does not always do what it is asked.</summary>
public sealed class SmtpServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lazy<X509Certificate2> nobodys = new(Nobodys);

    public SmtpServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<TakenMail> Mails { get; } = new();

    /// <summary>Every line that came in the clear.</summary>
    public ConcurrentQueue<string> Clear { get; } = new();

    /// <summary>What is answered to a command instead, by its beginning; each is used up.</summary>
    public ConcurrentDictionary<string, string> Trouble { get; } = new(StringComparer.Ordinal);

    public bool OffersStartTls { get; set; }

    /// <summary>What it proves with who it is; null for a certificate that nobody can trust.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Where it can encrypt, over an encrypted connection alone.</summary>
    public bool OffersLogin { get; set; }

    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        stopping.Dispose();
        if (nobodys.IsValueCreated) nobodys.Value.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = SpeakAsync(await listener.AcceptTcpClientAsync(stopping.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            Clear.Enqueue("");
        }
    }

    private async Task SpeakAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await SpeakAsync(client.GetStream());
        }
        catch (Exception broken) when (broken is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // Whoever hangs up, or trusts no certificate of ours, has said enough.
            client.Close();
        }
    }

    private async Task SpeakAsync(Stream stream)
    {
        var (from, to, login) = ("", new List<string>(), "");
        var reader = new StreamReader(stream, Encoding.Latin1);
        await SayAsync(stream, "220 mail.test ESMTP");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (stream is NetworkStream) Clear.Enqueue(line);
            if (Trouble.Keys.FirstOrDefault(line.StartsWith) is { } trouble && Trouble.TryRemove(trouble, out var answer))
            {
                if (answer.Length == 0) return;
                await SayAsync(stream, answer);
                continue;
            }

            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, string.Join("\r\n", (string[])["250-mail.test", .. OffersStartTls && stream is NetworkStream ? ["250-STARTTLS"] : Array.Empty<string>(), .. OffersLogin && !(OffersStartTls && stream is NetworkStream) ? ["250-AUTH LOGIN"] : Array.Empty<string>(), "250 SIZE 10000000"]));
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go ahead");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(Certificate ?? nobodys.Value);
                    (stream, reader) = (tls, new StreamReader(tls, Encoding.Latin1));
                    break;
                case "AUTH":
                    var user = line.Split(' ') is [_, _, var initial] ? initial : await AskAsync(stream, reader, "334 VXNlcm5hbWU6");
                    login = $"{Plain(user)}:{Plain(await AskAsync(stream, reader, "334 UGFzc3dvcmQ6"))}";
                    await SayAsync(stream, "235 welcome");
                    break;
                case "MAIL":
                    (from, to) = (line, []);
                    await SayAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    to.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                    await SayAsync(stream, "250 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go ahead");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } part && part != ".") text.Append(part.StartsWith('.') ? part[1..] : part).Append("\r\n");
                    Mails.Enqueue(new(from, to, text.ToString(), login));
                    if (Trouble.TryRemove("end of data", out var end))
                    {
                        if (end.Length == 0) return;
                        await SayAsync(stream, end);
                        break;
                    }

                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private static async Task<string> AskAsync(Stream stream, StreamReader reader, string question)
    {
        await SayAsync(stream, question);
        return await reader.ReadLineAsync() ?? "";
    }

    private static string Plain(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));

    private static X509Certificate2 Nobodys()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=mail.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
