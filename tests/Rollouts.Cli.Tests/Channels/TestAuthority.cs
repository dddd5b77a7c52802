using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rollouts.Cli.Tests.Channels;

/// <summary>A certificate authority of a test's own: trusted by whoever is given its root, and by nobody else.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 root;
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=A test's own authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        root = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    /// <summary>The root as files of trusted certificates hold it.</summary>
    public string Pem => root.ExportCertificatePem();

    /// <param name="until">How many days from now it is valid; before now it has run out.</param>
    public X509Certificate2 For(string host, int until = 10)
    {
        using var own = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(root, now.AddDays(-20), now.AddDays(until), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(own);
    }

    public void Dispose()
    {
        root.Dispose();
        key.Dispose();
    }
}
