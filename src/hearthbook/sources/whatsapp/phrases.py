"""What the app writes in a person's place, by language: data, never logic.

Seen in exports of Android 2.11 to 2.25 and iOS 2.16 to 25.x; where a phrase changed, both stand
here. Full stops and capitals at their ends do not matter, marks of direction neither. A phrase
that is not listed leaves the message unmarked on Android, and app text of no kind on iOS.
"""

from __future__ import annotations

from typing import Final

# Android, in place of a file that was not exported; a caption may follow on the next line.
OMITTED: Final = {
    "en": ("<Media omitted>", "<image omitted>", "<video omitted>"),
    "de": ("<Medien ausgeschlossen>", "<Medien weggelassen>"),
    "fr": ("<Médias omis>", "<Fichier omis>"),
    "es": ("<Multimedia omitido>", "<Archivo omitido>"),
    "pt": (
        "<Mídia oculta>",
        "<Mídia omitida>",
        "<Arquivo de mídia oculto>",
        "<Ficheiro não revelado>",
    ),
    "it": ("<Media omessi>", "<Media omesso>"),
    "nl": ("<Media weggelaten>",),
    "ru": ("<Без медиафайлов>", "<Файл пропущен>", "<Медиафайл отсутствует>"),
    "uk": ("<Медіа пропущено>", "<Без медіафайлів>"),
    "pl": ("<pominięto multimedia>", "<Pliki pominięto>"),
    "cs": ("<Média vynechány>", "< Média vynechána >"),
    "sk": ("<Médiá vynechané>",),
    "sl": ("<Medij izpuščen>", "<Datoteke izpuščene>"),
    "hr": ("<Medijski zapis izostavljen>",),
    "sr": ("<Медији су изостављени>",),
    "mk": ("<Без фајл>", "<Без фајлови>"),
    "bg": ("<Без файл>",),
    "ro": ("<Conținut media omis>",),
    "hu": ("<Hiányzó médiafájl>", "<Média elhagyva>"),
    "el": ("<Εξαίρεση πολυμέσων>", "<Αρχείο παραλήφθηκε>"),
    "tr": ("<Medya dahil edilmedi>", "<Medya atlanmış>", "<Medya çıkarıldı>"),
    "sq": ("<Media hequr>", "<Media u hoq>"),
    "ca": ("<Mitjans omesos>", "<Fitxers multimèdia omesos>"),
    "sv": ("<Media har utelämnats>", "<Media utelämnat>"),
    "nb": ("<Media utelatt>", "<Uten vedlegg>"),
    "da": ("<Mediefil udeladt>", "<Medier udeladt>"),
    "fi": ("<Media jätetty pois>", "<Media jätettiin pois>"),
    "et": ("<Meedia ära jäetud>", "<Meedia välja jäetud>"),
    "lv": ("<Bez multivides>", "<Nav iekļauta multivide>"),
    "lt": ("<Praleistas medijos turinys>", "<Medija praleista>"),
    "ar": ("<تم استبعاد الوسائط>", "<الوسائط غير مدرجة>"),
    "fa": ("<رسانه حذف شد>", "< پيوست نما/آهنگ حذف شد >"),
    "he": ("<המדיה לא נכללה>", "<מדיה הושמטה>"),
    "ur": ("<میڈیا چھوڑ دیا گیا>", "<میڈیا ہٹا دیا گیا>"),
    "hi": ("<मीडिया के बिना>", "<मीडिया छोड़ा गया>"),
    "mr": ("<मीडिया वगळले>", "<मीडिया वगळण्यात आला>"),
    "bn": ("<মিডিয়া বাদ দেওয়া হয়েছে>",),
    "ta": ("< ஊடகங்கள் நீக்கப்பட்டது >",),
    "id": ("<Media tidak disertakan>",),
    "ms": ("<Media disingkirkan>", "<Media dikecualikan>"),
    "vi": ("<Bỏ qua Media>", "<Bỏ qua tệp phương tiện>"),
    "th": ("<สื่อถูกลบ>", "<ไฟล์สื่อถูกลบ>"),
    "zh": ("<媒体省略>", "<省略多媒體檔案>", "<忽略多媒體檔>", "<省略多媒体文件>"),
    "ja": ("<メディアなし>", "<メディアは含まれていません>"),
    "ko": ("<미디어 파일 제외됨>", "<미디어 파일을 생략한 대화내용>"),
    "kk": ("<Файл қосылған жоқ>",),
    "az": ("<Media çıxarılmışdır>",),
    "af": ("<Media weggelaat>",),
    "sw": ("<Media imerukwa>",),
    "fil": ("<Walang kalakip na media>",),
}
# iOS, after a mark of direction, in place of one file.
OMITTED_KIND: Final = {
    "en": (
        "image omitted|video omitted|audio omitted|GIF omitted|sticker omitted|"
        "document omitted|Contact card omitted|video note omitted"
    ),
    "de": (
        "Bild weggelassen|Video weggelassen|Audio weggelassen|GIF weggelassen|"
        "Sticker weggelassen|Dokument weggelassen|Kontaktkarte ausgelassen|"
        "Kontaktkarte weggelassen|Videonachricht weggelassen|GIF ausgeschlossen"
    ),
    "fr": (
        "image absente|vidéo absente|audio omis|audio absent|GIF retiré|GIF absent|"
        "sticker omis|sticker absent|document manquant|document absent|"
        "Fiche contact manquante|Fiche contact absente"
    ),
    "es": (
        "imagen omitida|Video omitido|audio omitido|GIF omitido|sticker omitido|"
        "documento omitido|Tarjeta de contacto omitida"
    ),
    "pt": (
        "imagem não revelada|vídeo não revelado|ficheiro de áudio não revelado|"
        "GIF não revelada|sticker não revelado|documento não revelado|"
        "Contacto não revelado|imagem ocultada|imagem oculta|vídeo omitido|"
        "áudio ocultado|GIF omitido|GIF omitida|figurinha omitida|documento omitido|"
        "documento ocultado|Cartão do contato omitido"
    ),
    "it": (
        "immagine omessa|video omesso|audio omesso|GIF esclusa|GIF omessa|sticker omesso|"
        "sticker non incluso|documento omesso|Scheda contatto omessa"
    ),
    "nl": (
        "afbeelding weggelaten|video weggelaten|audio weggelaten|GIF weggelaten|"
        "sticker weggelaten|document weggelaten|Contactkaart weggelaten"
    ),
    "ru": (
        "изображение отсутствует|видео отсутствует|аудиофайл отсутствует|"
        "аудио отсутствует|GIF отсутствует|стикер отсутствует|документ отсутствует|"
        "Карточка контакта отсутствует|контакт отсутствует"
    ),
    "cs": (
        "obrázek vynechán|video vynecháno|zvukový soubor vynechán|GIF vynechán|"
        "nálepka vynechána|dokument vynechán|Vizitka vynechána"
    ),
    "tr": (
        "görüntü dahil edilmedi|video dahil edilmedi|ses dahil edilmedi|"
        "GIF dahil edilmedi|çıkartma dahil edilmedi|belge dahil edilmedi"
    ),
    "ar": (
        "لم يتم إدراج الصورة|لم يتم إدراج الفيديوهات|لم يتم إدراج المقاطع الصوتية|"
        "لم يتم إدراج صورة GIF|تم حذف الملصقات|لم يتم إدراج المستند|"
        "لم يتم إدراج بطاقة جهة اتصال"
    ),
    "hi": (
        "फ़ोटो हटाई गई|वीडियो छोड़ा गया|ऑडियो हटाई गयी|GIF छोड़ा गया|स्टिकर छोड़ा गया|"
        "डॉक्यूमेंट छोड़ा गया|कॉन्टैक्ट कार्ड छोड़ा गया"
    ),
    "vi": (
        "đã bỏ qua hình ảnh|đã bỏ video|bỏ qua tệp âm thanh|Đã bỏ qua ảnh GIF|"
        "đã bỏ sticker|đã bỏ qua tài liệu|Bỏ qua thẻ liên lạc"
    ),
    "ja": (
        "画像は省略されました|動画は省略されました|音声メッセージは省略されました|"
        "GIFは省略されました|スタンプは省略されました|文書は省略されました|"
        "連絡先カードは省略されました"
    ),
    "zh": (
        "图片已省略|视频已省略|音频已省略|GIF已省略|文件已省略|圖片已省略|影片已省略|"
        "語音訊息已省略|貼圖已省略|聯絡人名片已省略"
    ),
    "ko": (
        "이미지 생략됨|동영상 생략됨|오디오 생략됨|GIF 생략됨|스티커 생략됨|문서 생략됨|"
        "연락처 카드 생략됨"
    ),
}
# Android, in brackets after the name of a file that was exported beside the text.
ATTACHED: Final = {
    "en": ("file attached",),
    "de": ("Datei angehängt",),
    "fr": ("fichier joint",),
    "es": ("archivo adjunto",),
    "pt": ("arquivo anexado", "ficheiro anexado"),
    "it": ("file allegato",),
    "nl": ("bestand bijgevoegd",),
    "ru": ("файл добавлен",),
    "uk": ("файл додано", "файл прикріплено"),
    "pl": ("plik załączony", "załączono plik"),
    "cs": ("soubor byl přiložen",),
    "tr": ("dosya ekli", "dosya eklendi"),
    "ar": ("الملف مرفق", "ملف مرفق"),
    "he": ("קובץ מצורף",),
    "id": ("file terlampir",),
    "ja": ("添付ファイル", "ファイル添付"),
    "zh": ("文件附件", "附件檔案"),
    "ko": ("파일 첨부됨", "파일 첨부"),
    "sv": ("fil bifogad",),
    "nb": ("fil vedlagt",),
    "da": ("fil vedhæftet",),
    "fi": ("tiedosto liitetty",),
}
DELETED: Final = {
    "en": (
        "This message was deleted",
        "You deleted this message",
        "This message was deleted by admin",
    ),
    "de": (
        "Diese Nachricht wurde gelöscht",
        "Du hast diese Nachricht gelöscht",
        "Sie haben diese Nachricht gelöscht",
    ),
    "fr": ("Ce message a été supprimé", "Vous avez supprimé ce message"),
    "es": (
        "Se eliminó este mensaje",
        "Eliminaste este mensaje",
        "Este mensaje fue eliminado",
        "Has eliminado este mensaje",
    ),
    "pt": (
        "Esta mensagem foi apagada",
        "Essa mensagem foi apagada",
        "Apagou esta mensagem",
        "Você apagou esta mensagem",
        "Mensagem apagada",
    ),
    "it": ("Questo messaggio è stato eliminato", "Hai eliminato questo messaggio"),
    "nl": (
        "Dit bericht is verwijderd",
        "U hebt dit bericht verwijderd",
        "Je hebt dit bericht verwijderd",
    ),
    "ru": (
        "Данное сообщение удалено",
        "Это сообщение удалено",
        "Это сообщение было удалено",
        "Сообщение удалено",
        "Вы удалили данное сообщение",
        "Вы удалили это сообщение",
    ),
    "uk": ("Це повідомлення видалено", "Ви видалили це повідомлення"),
    "pl": ("Ta wiadomość została usunięta", "Usunięto tę wiadomość"),
    "cs": (
        "Tato zpráva byla odstraněna",
        "Tato zpráva byla smazána",
        "Tuto zprávu jste odstranil/a",
        "Tuto zprávu jste smazal/a",
    ),
    "tr": ("Bu mesaj silindi", "Bu mesajı sildiniz"),
    "ar": ("تم حذف هذه الرسالة", "لقد حذَفت هذه الرسالة"),
    "he": ("הודעה זו נמחקה", "מחקת הודעה זו"),
    "hi": ("यह मैसेज डिलीट कर दिया गया है", "आपने यह मैसेज डिलीट किया"),
    "vi": ("Tin nhắn này đã bị xóa", "Bạn đã xoá tin nhắn này"),
    "id": ("Pesan ini telah dihapus", "Anda telah menghapus pesan ini"),
    "ja": ("このメッセージは削除されました", "このメッセージを削除しました"),
    "zh": ("此訊息已刪除", "此消息已删除", "你删除了此消息", "你已刪除此訊息"),
    "ko": ("삭제된 메시지입니다",),
    "sv": ("Det här meddelandet raderades", "Du raderade det här meddelandet"),
}
# At the end of a body, after what was last written.
EDITED: Final = {
    "en": ("<This message was edited>",),
    "de": ("<Diese Nachricht wurde bearbeitet.>", "<Diese Nachricht wurde bearbeitet>"),
    "fr": ("<Ce message a été modifié>",),
    "es": ("<Se editó este mensaje.>", "<Este mensaje fue editado>"),
    "pt": ("<Mensagem editada>", "<Esta mensagem foi editada>", "<Essa mensagem foi editada>"),
    "it": ("<Questo messaggio è stato modificato>",),
    "nl": ("<Dit bericht is bewerkt>",),
    "ru": ("<Сообщение изменено>", "<Это сообщение изменено>", "<Сообщение отредактировано>"),
    "uk": ("<Це повідомлення змінено>",),
    "tr": ("<Bu mesaj düzenlendi>",),
    "he": ("<ההודעה נערכה>",),
    "ar": ("<تم تعديل هذه الرسالة>",),
    "id": ("<Pesan ini diedit>",),
}
# On iOS more may follow: a length, `No answer`, an invitation to call back.
CALLS: Final = {
    "en": (
        "Missed voice call|Missed video call|Missed group voice call|Missed group video call|"
        "Silenced voice call|Silenced video call|Voice call|Video call|Group call|Call failed"
    ),
    "de": "Verpasster Sprachanruf|Verpasster Videoanruf|Sprachanruf|Videoanruf",
    "fr": "Appel vocal manqué|Appel vidéo manqué|Appel vocal|Appel vidéo",
    "es": (
        "Llamada perdida|Llamada de voz perdida|Videollamada perdida|Llamada de voz|"
        "Videollamada"
    ),
    "pt": (
        "Chamada de voz perdida|Chamada de vídeo perdida|Ligação de voz perdida|"
        "Ligação de vídeo perdida|Chamada de voz|Chamada de vídeo|Ligação de voz|"
        "Ligação de vídeo"
    ),
    "it": "Chiamata vocale persa|Videochiamata persa|Chiamata vocale|Videochiamata",
    "nl": (
        "Gemiste spraakoproep|Gemiste video-oproep|Gemist videogesprek|Spraakoproep|"
        "Video-oproep"
    ),
    "ru": (
        "Пропущенный аудиозвонок|Пропущенный видеозвонок|Пропущенный звонок|"
        "Пропущенный групповой аудиозвонок|Пропущенный групповой видеозвонок|"
        "Аудиозвонок|Видеозвонок"
    ),
    "uk": "Пропущений аудіовиклик|Пропущений відеовиклик|Аудіовиклик|Відеовиклик",
    "pl": "Nieodebrane połączenie głosowe|Nieodebrana rozmowa wideo",
    "cs": "Zmeškaný hovor|Zmeškaný hlasový hovor|Zmeškaný videohovor",
    "tr": "Cevapsız sesli arama|Cevapsız görüntülü arama|Sesli arama|Görüntülü arama",
    "ar": "مكالمة صوتية فائتة|مكالمة فيديو فائتة|مكالمة صوتية|مكالمة فيديو",
    "he": "שיחה קולית שלא נענתה|שיחת וידאו שלא נענתה",
    "id": "Panggilan suara tak terjawab|Panggilan video tak terjawab",
    "ja": "不在着信|音声通話の不在着信|ビデオ通話の不在着信|音声通話|ビデオ通話",
    "zh": "未接语音通话|未接视频通话|未接語音通話|未接視訊通話",
    "ko": "부재중 음성 통화|부재중 영상 통화",
    "sv": "Missat röstsamtal|Missat videosamtal",
}
VIEW_ONCE: Final = {
    "en": (
        "<View once voice message omitted>",
        "view once voice message omitted",
        "view once photo omitted",
        "view once image omitted",
        "view once video omitted",
    ),
    "de": ("<Einmalige Sprachnachricht weggelassen>",),
}
# How a person announces the words of another; with or without a colon after it.
ANNOUNCED: Final = {
    "en": ("wrote", "writes", "texted"),
    "de": ("schrieb", "schreibt", "geschrieben"),
    "fr": ("a écrit", "écrit"),
    "es": ("escribió", "escribe"),
    "pt": ("escreveu",),
    "it": ("ha scritto",),
    "nl": ("schreef",),
    "ru": ("написал", "написала", "пишет", "писал", "писала"),
    "uk": ("написав", "написала", "пише"),
    "pl": ("napisał", "napisała"),
    "cs": ("napsal", "napsala"),
    "tr": ("yazdı",),
}
