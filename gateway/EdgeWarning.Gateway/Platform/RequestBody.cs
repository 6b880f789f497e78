namespace EdgeWarning.Gateway.Platform;

/// <summary>What a caller sends, as far as it is taken.</summary>
public static class RequestBody
{
    /// <summary>The whole body; null when more than <paramref name="most"/> bytes come. A length that is announced is believed at once, one that is not is counted.</summary>
    public static async Task<byte[]?> ReadAtMost(this HttpRequest request, int most, CancellationToken stopping)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        using var file = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, stopping)) > 0)
        {
            if (file.Length + count > most)
            {
                return null;
            }

            file.Write(buffer, 0, count);
        }

        return file.ToArray();
    }
}
