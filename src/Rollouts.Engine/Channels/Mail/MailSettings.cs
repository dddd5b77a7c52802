using System.Collections.Immutable;
using System.Net.Mail;

namespace Rollouts.Engine;

/// <summary>The mail server that takes messages, and who receives those of which channel.</summary>
public sealed class MailSettings
{
    public string Host { get; init; } = "";

    /// <summary>587, where mail is submitted, if nothing is said.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Nothing is sent before the connection is encrypted by STARTTLS. Only a server on this machine does without.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Empty for a server that asks for no login.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>The sender: <c>rollouts@example.com</c>, or with a name before it.</summary>
    public string From { get; init; } = "";

    /// <summary>Who receives a channel's posts, by the channel's name in plans.</summary>
    public Dictionary<string, string[]> Channels { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Addresses of people and groups by the ids that plans use: who is asked to do something is written to besides the channel.</summary>
    public Dictionary<string, string> People { get; init; } = new(StringComparer.Ordinal);

    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown) problems.Add("Host: the mail server's name is needed");
        if (Port is < 1 or > 65535) problems.Add("Port: a number from 1 to 65535 is needed");
        if (!IsAddress(From)) problems.Add("From: the sender's address is needed");
        if (User.Length > 0 && Password.Length == 0) problems.Add("Password: the user's password is needed");
        if (User.Length > 0 && !StartTls) problems.Add("StartTls: a login is not sent in the clear");
        problems.AddRange(Channels.Where(channel => !channel.Value.All(IsAddress)).Select(channel => $"Channels: '{channel.Key}' has what is no address"));
        problems.AddRange(People.Where(person => !IsAddress(person.Value)).Select(person => $"People: '{person.Key}' has what is no address"));
        return problems.ToImmutable();
    }

    /// <summary>One address in ASCII, with or without a name before it; a line break would end the header it stands in.</summary>
    private static bool IsAddress(string text) =>
        !text.Any(char.IsControl) && !text.Contains(',', StringComparison.Ordinal) && MailAddress.TryCreate(text, out var address) && System.Text.Ascii.IsValid(address.Address);
}
