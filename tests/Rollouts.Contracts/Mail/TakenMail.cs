using System.Text;

namespace Rollouts.Contracts;

/// <summary>A mail as a server took it.</summary>
/// <param name="Login">User and password as they were sent; empty for none.</param>
public sealed record TakenMail(string From, IReadOnlyList<string> To, string Text, string Login)
{
    /// <summary>Headers unfolded, up to the empty line.</summary>
    public IReadOnlyList<string> Headers => Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n");

    public string Header(string name) => Headers.Single(header => header.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    /// <summary>The body out of quoted-printable.</summary>
    public string Body
    {
        get
        {
            var raw = Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Replace("=\r\n", "", StringComparison.Ordinal);
            var bytes = new List<byte>();
            for (var i = 0; i < raw.Length; i++)
            {
                var escaped = raw[i] == '=';
                bytes.Add(escaped ? Convert.ToByte(raw.Substring(i + 1, 2), 16) : (byte)raw[i]);
                if (escaped) i += 2;
            }

            return Encoding.UTF8.GetString([.. bytes]);
        }
    }
}
